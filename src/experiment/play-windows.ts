import type { LookOutcome } from '../model/look.ts';
import type { DesignPlan, WindowPlan } from '../model/plan.ts';
import { armIdOf } from '../model/arm-id.ts';
import { samplesFileName } from '../model/samples-file-name.ts';
import { nowMs } from '../system/clock.ts';
import { budgetBurnt, watchErrorBudget } from './abort-button.ts';
import type { AttackContext, AttackDriver } from './attacks/attack-driver.ts';
import { recordLoadEnd } from './load/record-load-end.ts';
import type { RunningLoad } from './load/running-load.ts';
import type { ArrivingSamples } from './load/sample-buffer.ts';
import { playWindow, type EarlyEnd } from './play-window.ts';
import { settle } from './settle.ts';
import { startVictimLoad } from './victim-load.ts';
import { warmUp } from './warm-up.ts';

type PairedWindows = Extract<DesignPlan, { kind: 'paired-windows' }>;

export interface WindowHooks {
  /** Begins with the break after a look's last window; it must not take longer than the break. */
  beforeLook?: () => Promise<void>;
  /** Asked in the break after each look; anything but `go-on` ends the arm. */
  look: () => LookOutcome;
  onWarmUp: () => void;
  onWindow: (window: WindowPlan) => void;
  /** The answers of the windows that were played are in, and no window is measured just now. */
  onSettled?: (loads: ArrivingLoads) => void;
}

/** The loads of an arm while they run. */
export interface ArrivingLoads {
  /** When the windows began, in milliseconds since the epoch. */
  startMs: number;
  victim: ArrivingSamples;
  /** Of an attack that is a load. */
  aggressor?: ArrivingSamples;
}

/** What was played of an arm. */
export interface PlayedWindows {
  playedPairs: number;
  lastLook?: LookOutcome;
}

/**
 * Plays the pairs of windows in their planned order while the victim's load runs at a constant rate.
 * Ends early when the judge is sure at a look, or when a load is lost. The
 * windows begin when the victim's latency is flat.
 */
export async function playWindows(
  context: AttackContext,
  attack: AttackDriver,
  design: PairedWindows,
  hooks: WindowHooks,
): Promise<PlayedWindows> {
  const { recorder } = context;
  await using victim = await startVictimLoad(context, design);
  await victim.release();
  hooks.onWarmUp();
  await warmUp(context, victim, design.warmUp);
  // A load from far away begins at the moment that was agreed, and word of it comes later.
  const startMs = (await attack.begin()) ?? nowMs();
  const { samples: aggressor } = attack;
  const settled = (): void =>
    hooks.onSettled?.({ startMs, victim: victim.samples, ...(aggressor ? { aggressor } : {}) });
  using budget = watchBudget(context, victim, design);
  const endedEarly = Promise.race<EarlyEnd>([
    victim.ended.then(() => 'lost' as const),
    ...lossOf(attack),
    budget.burnt,
  ]);
  let played = 0;
  let stopped: Exclude<EarlyEnd, 'lost'> | undefined;
  let lastLook: LookOutcome | undefined;
  for (const window of design.windows) {
    hooks.onWindow(window);
    const outcome = await playWindow(context, attack, { victim, window, startMs, settled, endedEarly });
    if (outcome === 'lost') break;
    if (typeof outcome === 'object') {
      stopped = outcome;
      break;
    }
    played++;
    if (!isLook(design, played)) continue;
    await Promise.all([settle(context, { window, startMs, victim, attack }), hooks.beforeLook?.()]);
    recorder.keepSamples('victim', victim.samples.snapshot());
    if (attack.samples) recorder.keepSamples('aggressor', attack.samples.snapshot());
    settled();
    lastLook = hooks.look();
    if (lastLook !== 'go-on') break;
  }
  await attack.finish();
  const outcome = await victim.stop();
  recordLoadEnd(recorder, victim.samples, {
    role: 'victim',
    offeredRateRps: design.victimRateRps,
    samplesFile: samplesFileName(armIdOf(context.plan), 'victim'),
    outcome,
  });
  if (stopped) throw budgetBurnt(stopped.failedRatio);
  return { playedPairs: Math.floor(played / 2), ...(lastLook ? { lastLook } : {}) };
}

function watchBudget(
  { plan: { stopWhen } }: AttackContext,
  { samples }: RunningLoad,
  { victimRateRps: rateRps }: PairedWindows,
): Disposable & { burnt: Promise<EarlyEnd> } {
  if (!stopWhen) return { burnt: new Promise(() => {}), [Symbol.dispose]: () => {} };
  const budget = watchErrorBudget(samples, { ...stopWhen, rateRps });
  return {
    burnt: budget.burnt.then((failedRatio) => ({ failedRatio })),
    [Symbol.dispose]: () => budget[Symbol.dispose](),
  };
}

const lossOf = (attack: AttackDriver): Promise<'lost'>[] =>
  attack.lost === undefined ? [] : [attack.lost.then(() => 'lost' as const)];

const isLook = (design: PairedWindows, played: number): boolean =>
  played % 2 === 0 && design.looksPairs.includes(played / 2);
