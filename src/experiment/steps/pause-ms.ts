import type { PauseLength } from '../../model/step.ts';

const minuteMs = 60_000;

/** How long a pause is that begins now; a second of the minute that has just come is waited for a whole minute. */
export function pauseMs(length: PauseLength, nowMs: number): number {
  if ('seconds' in length) return length.seconds * 1000;
  const wantedMs = length.untilSecondOfMinute * 1000;
  return minuteMs - ((nowMs - wantedMs) % minuteMs);
}
