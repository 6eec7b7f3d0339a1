import type { Spans } from '../../model/load-digest.ts';

const minuteMs = 60_000;

/**
 * Most requests in any 60 seconds, of those that begin with one of them. A request counts where it was sent and answered
 * within, so that whoever decided on it did so within too; one that took longer than a minute counts nowhere.
 */
export function busiestMinute({ startMs, endMs }: Spans): number {
  const brief = Array.from(startMs, (start, index) => ({ start, end: endMs[index] ?? start })).filter(
    ({ start, end }) => end - start <= minuteMs,
  );
  const starts = brief.map(({ start }) => start).toSorted((a, b) => a - b);
  const ends = brief.map(({ end }) => end).toSorted((a, b) => a - b);
  let ended = 0;
  let most = 0;
  for (const [begunBefore, fromMs] of starts.entries()) {
    while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= fromMs + minuteMs) ended++;
    most = Math.max(most, ended - begunBefore);
  }
  return most;
}
