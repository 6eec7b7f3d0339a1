import type { LookOutcome } from '../model/look.ts';
import type { DesignPlan, WindowPlan } from '../model/plan.ts';
import { queuesIn } from '../model/load-shape.ts';
import { armIdOf } from '../model/arm-id.ts';
import { samplesFileName } from '../model/samples-file-name.ts';
import { nowMs } from '../system/clock.ts';
import { pause } from '../system/pause.ts';
import { budgetBurnt, watchErrorBudget } from './abort-button.ts';
import type { AttackContext, AttackDriver } from './attacks/attack-driver.ts';
import { requestTimeoutSeconds } from './load/load-job.ts';
import { recordLoadEnd } from './load/record-load-end.ts';
import type { RunningLoad } from './load/running-load.ts';
import type { ArrivingSamples, SampleBuffer } from './load/sample-buffer.ts';
import { watchConditions } from './probes/conditions.ts';
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
  const losing = Promise.race([victim.ended.then(() => 'lost' as const), ...lossOf(attack), budget.burnt]);
  let played = 0;
  let stopped: Burnt | undefined;
  let lastLook: LookOutcome | undefined;
  for (const window of design.windows) {
    hooks.onWindow(window);
    const playing = playWindow(context, attack, { victim, window, startMs, settled });
    const outcome = await Promise.race([losing, playing]);
    if (outcome === 'lost') break;
    if (typeof outcome === 'object') {
      stopped = outcome;
      break;
    }
    played++;
    if (!isLook(design, played)) continue;
    await Promise.all([
      settle(context, loadsToSettle(context, victim, attack), { window, startMs }),
      hooks.beforeLook?.(),
    ]);
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

interface Burnt {
  failedRatio: number;
}

function watchBudget(
  { plan: { stopWhen } }: AttackContext,
  { samples }: RunningLoad,
  { victimRateRps: rateRps }: PairedWindows,
): Disposable & { burnt: Promise<Burnt> } {
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

/** So long before a window is measured, the last answers of the one before are in. */
const settledBeforeSeconds = 0.2;

interface WindowTerms {
  victim: RunningLoad;
  window: WindowPlan;
  startMs: number;
  settled: () => void;
}

/** A window that could not begin in time, because the one before took too long, is not recorded: its pair does not count. */
async function playWindow(
  { recorder, signal }: AttackContext,
  attack: AttackDriver,
  { victim, window, startMs, settled }: WindowTerms,
): Promise<'played' | 'late'> {
  const { index, pair, phase } = window;
  const at = (seconds: number): number => startMs + seconds * 1000;
  if (nowMs() > at(window.measureFromSeconds)) return 'late';
  await until(at(window.fromSeconds), signal);
  const conditions = await watchConditions(victim);
  const strike = phase === 'attack' ? attack.strike() : attack.rest?.(index);
  const tell = async (): Promise<void> => {
    await until(at(window.measureFromSeconds - settledBeforeSeconds), signal);
    if (index > 0) settled();
  };
  await Promise.all([strike, tell(), until(at(window.toSeconds), signal)]);
  recorder.record({
    kind: 'window',
    index,
    pair,
    phase,
    fromMs: at(window.fromSeconds),
    measureFromMs: at(window.measureFromSeconds),
    toMs: at(window.toSeconds),
  });
  recorder.record({ kind: 'conditions', window: index, ...(await conditions()) });
  return 'played';
}

const settleStepMs = 50;
const settleWithinMs = 1500;

interface LoadToSettle {
  samples: Pick<SampleBuffer, 'countBetween'>;
  rateRps: number;
}

/** Whose answers the judge waits for: the victim's, and those of an attack that is meant to wait in a queue. */
function loadsToSettle(
  { plan: { attack: planned, design } }: AttackContext,
  { samples }: RunningLoad,
  attack: AttackDriver,
): LoadToSettle[] {
  const victim = design.kind === 'paired-windows' ? [{ samples, rateRps: design.victimRateRps }] : [];
  return planned.kind === 'request-flood' && planned.queues && attack.samples
    ? [...victim, { samples: attack.samples, rateRps: planned.rateRps }]
    : victim;
}

/** Waits until the answers of the window are in, for the judge; where they queue, until the last of them has timed out. */
async function settle(
  { plan: { attack }, signal }: AttackContext,
  loads: readonly LoadToSettle[],
  { window, startMs }: { window: WindowPlan; startMs: number },
): Promise<void> {
  const fromMs = startMs + window.measureFromSeconds * 1000;
  const toMs = startMs + window.toSeconds * 1000;
  const seconds = window.toSeconds - window.measureFromSeconds;
  const isOut = ({ samples, rateRps }: LoadToSettle): boolean =>
    samples.countBetween(fromMs, toMs) < Math.floor(rateRps * seconds) - 1;
  const deadline = queuesIn({ attack }) ? toMs + timedOutMs : nowMs() + settleWithinMs;
  while (loads.some(isOut) && nowMs() < deadline) await pause(settleStepMs, signal);
}

/** After the end of a window all that was sent in it has timed out, and word of it has come. */
const timedOutMs = 1000 * requestTimeoutSeconds + 300;

async function until(epochMs: number, signal: AbortSignal): Promise<void> {
  const waitMs = epochMs - nowMs();
  if (waitMs > 0) await pause(waitMs, signal);
}
