import { queuesIn } from '../model/load-shape.ts';
import type { WindowPlan } from '../model/plan.ts';
import { nowMs } from '../system/clock.ts';
import { pause } from '../system/pause.ts';
import type { AttackContext, AttackDriver } from './attacks/attack-driver.ts';
import { requestTimeoutSeconds } from './load/load-job.ts';
import type { RunningLoad } from './load/running-load.ts';
import type { SampleBuffer } from './load/sample-buffer.ts';

const settleStepMs = 50;
const settleWithinMs = 1500;

interface LoadToSettle {
  samples: Pick<SampleBuffer, 'countBetween'>;
  rateRps: number;
}

/** What is to settle. */
export interface Settling {
  window: WindowPlan;
  /** When the windows began, in milliseconds since the epoch. */
  startMs: number;
  victim: RunningLoad;
  attack: AttackDriver;
}

/** Waits until the answers of the window are in, for the judge; where they queue, until the last of them has timed out. */
export async function settle(
  context: AttackContext,
  { window, startMs, victim, attack }: Settling,
): Promise<void> {
  const { plan, signal } = context;
  const fromMs = startMs + window.measureFromSeconds * 1000;
  const toMs = startMs + window.toSeconds * 1000;
  const seconds = window.toSeconds - window.measureFromSeconds;
  const isOut = ({ samples, rateRps }: LoadToSettle): boolean =>
    samples.countBetween(fromMs, toMs) < Math.floor(rateRps * seconds) - 1;
  const loads = loadsToSettle(context, victim, attack);
  const deadline = queuesIn(plan) ? toMs + timedOutMs : nowMs() + settleWithinMs;
  while (loads.some(isOut) && nowMs() < deadline) await pause(settleStepMs, signal);
}

/** After the end of a window all that was sent in it has timed out, and word of it has come. */
const timedOutMs = 1000 * requestTimeoutSeconds + 300;

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
