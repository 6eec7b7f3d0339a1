import type { WarmUpPlan } from '../model/plan.ts';
import { nowMs } from '../system/clock.ts';
import { pause } from '../system/pause.ts';
import type { AttackContext } from './attacks/attack-driver.ts';
import { isFlat } from './load/is-flat.ts';
import type { RunningLoad } from './load/running-load.ts';

const stepMs = 500;
/** Answers younger than this may still be under way, the slow ones most likely. */
const settledAfterMs = 500;

/** Lets the victim's load run alone until its latency is flat, and records how long that took. */
export async function warmUp(
  { recorder, signal }: AttackContext,
  victim: RunningLoad,
  { minSeconds, maxSeconds }: WarmUpPlan,
): Promise<void> {
  const startedMs = nowMs();
  const seconds = (): number => (nowMs() - startedMs) / 1000;
  await pause(minSeconds * 1000, signal);
  const flat = (): boolean => isFlat(victim.samples.snapshot(), nowMs() - settledAfterMs);
  while (!flat() && seconds() < maxSeconds) {
    await Promise.race([pause(stepMs, signal), victim.ended]);
    if (await hasEnded(victim)) break;
  }
  recorder.record({ kind: 'warm-up', seconds: seconds(), flat: flat() });
}

const hasEnded = (victim: RunningLoad): Promise<boolean> =>
  Promise.race([victim.ended.then(() => true), Promise.resolve(false)]);
