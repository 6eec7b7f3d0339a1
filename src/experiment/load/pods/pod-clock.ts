import { EnvironmentError } from '../../../model/errors.ts';
import { nowMs } from '../../../system/clock.ts';

/** A clock compared with ours, as NTP does (RFC 5905, 8). */
export interface ClockReading {
  /** That clock less ours. */
  offsetMs: number;
  /** The offset is wrong by no more than this. */
  errorMs: number;
}

/** One question and its answer; the first and last moment are by our clock, the one between by the other. */
export interface ClockProbe {
  askedMs: number;
  toldMs: number;
  answeredMs: number;
}

/** The answer was given somewhere between question and answer: the quickest probe knows best. */
export function clockFrom(probes: readonly ClockProbe[]): ClockReading {
  const readings = probes.map(({ askedMs, toldMs, answeredMs }) => ({
    offsetMs: toldMs - (askedMs + answeredMs) / 2,
    errorMs: (answeredMs - askedMs) / 2,
  }));
  return readings.reduce((best, next) => (next.errorMs < best.errorMs ? next : best));
}

const probesCount = 5;

/** Asks another clock some times in a row. */
export async function readClock(ask: () => Promise<{ atMs: number }>): Promise<ClockReading> {
  const probes: ClockProbe[] = [];
  while (probes.length < probesCount) {
    const askedMs = nowMs();
    const { atMs } = await ask();
    probes.push({ askedMs, toldMs: atMs, answeredMs: nowMs() });
  }
  return clockFrom(probes);
}

/** What a moment of ours is to be shifted by for that clock: not at all while it cannot be told from ours. */
export const shiftMs = ({ offsetMs, errorMs }: ClockReading): number =>
  Math.abs(offsetMs) <= errorMs ? 0 : offsetMs;

/**
 * Samples carry the time of the pod that took them, windows that of the harness. Within this much it makes no difference:
 * a window is measured only a good while after it begins, and what an edge gains it loses at the other.
 */
const mostOffsetMs = 100;

/** @throws EnvironmentError `clocks-apart` if the clock is certainly further from ours than a window can bear */
export function requireSameTime(node: string, { offsetMs, errorMs }: ClockReading): void {
  if (Math.abs(offsetMs) - errorMs <= mostOffsetMs) return;
  throw new EnvironmentError(
    `The clock of node ${node} is ${Math.round(offsetMs)} ms from ours: its samples would fall into the wrong windows`,
    {
      code: 'clocks-apart',
      hint: 'Let NTP set the clocks of the nodes and of this machine, or use --load host.',
    },
  );
}
