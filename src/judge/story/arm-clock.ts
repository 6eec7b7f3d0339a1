import type { ArmRecord } from '../../model/observation.ts';
import { factsOf } from '../facts.ts';

/** Moments of an arm, counted from its beginning. */
export interface ArmClock {
  startedAtMs: number;
  /** Until the last observation. */
  seconds: number;
  /** @param atMs milliseconds since the epoch */
  secondsAt: (atMs: number) => number;
}

/** The arm begins when it says so, or with the first thing that was seen of it. */
export function clockOf(record: ArmRecord): ArmClock {
  const { observations } = record;
  const startedAtMs = factsOf(record, 'arm-started')[0]?.atMs ?? observations[0]?.atMs ?? 0;
  const endedAtMs = observations.reduce((latest, { atMs }) => Math.max(latest, atMs), startedAtMs);
  const secondsAt = (atMs: number): number => (atMs - startedAtMs) / 1000;
  return { startedAtMs, seconds: secondsAt(endedAtMs), secondsAt };
}
