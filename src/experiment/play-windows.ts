import type { DesignPlan, WindowPlan } from '../model/plan.ts';
import { nowMs } from '../system/clock.ts';
import { pause } from '../system/pause.ts';
import type { AttackContext, AttackDriver } from './attacks/attack-driver.ts';
import { recordLoadEnd } from './load/record-load-end.ts';
import type { RunningLoad } from './load/start-load.ts';
import { startVictimLoad, victimSamplesFile } from './victim-load.ts';

type PairedWindows = Extract<DesignPlan, { kind: 'paired-windows' }>;

export interface WindowHooks {
  /** Asked in the break after each look; true ends the arm. */
  isDecided: () => boolean;
  onWindow: (window: WindowPlan) => void;
}

/**
 * Plays the pairs of windows in their planned order while the victim's load runs at a constant rate.
 * Ends early when the judge is sure at a look, or when a load is lost. Returns the number of whole pairs.
 */
export async function playWindows(
  context: AttackContext,
  attack: AttackDriver,
  design: PairedWindows,
  hooks: WindowHooks,
): Promise<number> {
  const { recorder } = context;
  await using victim = await startVictimLoad(context, design);
  const [startMs] = await Promise.all([victim.release(), attack.begin()]);
  const losing = Promise.race([victim.ended.then(() => 'lost' as const), ...lossOf(attack)]);
  let played = 0;
  for (const window of design.windows) {
    hooks.onWindow(window);
    const outcome = await Promise.race([losing, playWindow(context, attack, { window, startMs })]);
    if (outcome === 'lost') break;
    played++;
    if (
      isLook(design, played) &&
      (await settledAndDecided(context, victim, { window, startMs, design, hooks }))
    )
      break;
  }
  await attack.finish();
  const outcome = await victim.stop();
  recordLoadEnd(recorder, victim.samples, {
    role: 'victim',
    offeredRateRps: design.victimRateRps,
    samplesFile: victimSamplesFile(context),
    outcome,
  });
  return Math.floor(played / 2);
}

const lossOf = (attack: AttackDriver): Promise<'lost'>[] =>
  attack.lost === undefined ? [] : [attack.lost.then(() => 'lost' as const)];

const isLook = (design: PairedWindows, played: number): boolean =>
  played % 2 === 0 && design.looksPairs.includes(played / 2);

/** A window that could not begin in time, because the one before took too long, is not recorded: its pair does not count. */
async function playWindow(
  { recorder, signal }: AttackContext,
  attack: AttackDriver,
  { window, startMs }: { window: WindowPlan; startMs: number },
): Promise<'played' | 'late'> {
  const { index, pair, phase } = window;
  const at = (seconds: number): number => startMs + seconds * 1000;
  if (nowMs() > at(window.measureFromSeconds)) return 'late';
  await until(at(window.fromSeconds), signal);
  const strike = phase === 'attack' ? attack.strike() : Promise.resolve();
  await Promise.all([strike, until(at(window.toSeconds), signal)]);
  recorder.record({
    kind: 'window',
    index,
    pair,
    phase,
    fromMs: at(window.fromSeconds),
    measureFromMs: at(window.measureFromSeconds),
    toMs: at(window.toSeconds),
  });
  return 'played';
}

const settleStepMs = 50;
const settleWithinMs = 1500;

/** Waits until the answers of the window are in, then asks the judge. */
async function settledAndDecided(
  { recorder, signal }: AttackContext,
  victim: RunningLoad,
  at: { window: WindowPlan; startMs: number; design: PairedWindows; hooks: WindowHooks },
): Promise<boolean> {
  const { window, startMs, design, hooks } = at;
  const fromMs = startMs + window.measureFromSeconds * 1000;
  const toMs = startMs + window.toSeconds * 1000;
  const expected = Math.floor(design.victimRateRps * (window.toSeconds - window.measureFromSeconds)) - 1;
  const deadline = nowMs() + settleWithinMs;
  while (victim.samples.countBetween(fromMs, toMs) < expected && nowMs() < deadline) {
    await pause(settleStepMs, signal);
  }
  recorder.keepSamples('victim', victim.samples.snapshot());
  return hooks.isDecided();
}

async function until(epochMs: number, signal: AbortSignal): Promise<void> {
  const waitMs = epochMs - nowMs();
  if (waitMs > 0) await pause(waitMs, signal);
}
