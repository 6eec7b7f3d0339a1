import { EnvironmentError } from '../model/errors.ts';
import { platform } from '../model/observation.ts';
import { nowMs } from '../system/clock.ts';
import type { AttackContext } from './attacks/attack-driver.ts';
import { prepareAttack } from './attacks/prepare-attack.ts';
import { isBurnt } from './abort-button.ts';
import { causeOf } from './cause-of.ts';
import { playWindows, type PlayedWindows, type WindowHooks } from './play-windows.ts';
import { atTheEndMs, betweenWindowsMs, observeEngineMetrics } from './probes/engine-metrics.ts';
import { observeGatewayCounts, observeScrapes } from './probes/gateway-count.ts';
import { observeGatewayCpu } from './probes/gateway-cpu.ts';
import { observeRestarts } from './probes/restarts.ts';
import { watchTokens } from './probes/watch-tokens.ts';
import { wakeModels } from './wake-models.ts';

/**
 * Plays one arm from beginning to end and records what is seen. What fails on the way becomes a `fault` of the arm.
 * @throws EnvironmentError `error-budget-burnt`: the abort button ends the run, not only the arm
 */
export async function playArm(context: AttackContext, hooks: WindowHooks): Promise<void> {
  const { plan, recorder, signal } = context;
  const startedMs = nowMs();
  recorder.record({ kind: 'arm-started' });
  try {
    await using weakened = plan.weakness
      ? await context.stack.weaken(plan.weakness, signal)
      : { [Symbol.asyncDispose]: async () => {} };
    void weakened;
    if (plan.design.kind === 'paired-windows') await wakeModels(context);
    const played = plan.outside
      ? await playOutside(context, hooks, startedMs)
      : await playObserved(context, hooks, startedMs);
    recorder.record({ kind: 'arm-ended', ...played });
  } catch (error) {
    const { reason } = signal as { reason: unknown };
    if (reason instanceof EnvironmentError)
      recorder.record({ kind: 'fault', what: platform, cause: causeOf(reason) });
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: `the ${plan.arm} arm`, cause: causeOf(error) });
    if (isBurnt(error)) throw error;
  }
}

/** What the engines tell is read before each look, for the judge, and at the end. */
async function playOutside(
  context: AttackContext,
  hooks: WindowHooks,
  sinceMs: number,
): Promise<PlayedWindows> {
  const beforeLook = (): Promise<void> =>
    observeEngineMetrics(context, { sinceMs, withinMs: betweenWindowsMs });
  const played = await playDesign(context, { ...hooks, beforeLook });
  await observeEngineMetrics(context, { sinceMs, withinMs: atTheEndMs });
  return played;
}

/** Beside what the tenants see, the platform is asked what it saw itself. */
async function playObserved(
  context: AttackContext,
  hooks: WindowHooks,
  startedMs: number,
): Promise<PlayedWindows> {
  await observeRestarts(context);
  await observeGatewayCounts(context, 'before');
  const played = await playDesign(context, hooks);
  await observeGatewayCounts(context, 'after');
  await observeScrapes(context, startedMs);
  await observeGatewayCpu(context, startedMs);
  await observeRestarts(context);
  return played;
}

async function playDesign(context: AttackContext, hooks: WindowHooks): Promise<PlayedWindows> {
  const { design } = context.plan;
  await using attack = await prepareAttack(context);
  await using tokens = watchTokens(context, design);
  void tokens;
  if (design.kind === 'paired-windows') return await playWindows(context, attack, design, hooks);
  await attack.begin();
  await attack.strike();
  await attack.finish();
  return { playedPairs: 0 };
}
