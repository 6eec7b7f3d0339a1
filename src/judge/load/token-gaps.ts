import type { ArmRecord } from '../../model/observation.ts';
import { factsOf, type Fact } from '../facts.ts';
import { measuredPart, type Window } from '../windows.ts';

/** What one stream showed in the measured part of one window; a gap belongs to the window in which it began. */
export interface StreamPart {
  gapsMs: readonly number[];
  /**
   * Gaps that never ended: those that the stream lacks, if it failed in this window, since it was refused, broke off or
   * stalled. So a share of streams that fail is the same share of the gaps.
   */
  endless: number;
}

/** Gaps between tokens by window. @returns for a window its streams, those left out that showed nothing in it */
export function tokenGaps(record: Pick<ArmRecord, 'observations'>): (window: Window) => StreamPart[] {
  const streams = factsOf(record, 'token-stream');
  const usual = usualGaps(streams);
  return (window) =>
    streams
      .filter((stream) => overlaps(stream, window))
      .map((stream) => partOf(stream, window, usual))
      .filter(({ gapsMs, endless }) => gapsMs.length + endless > 0);
}

type Stream = Fact<'token-stream'>;

/** Of a complete stream: the median, since a model may end before it has all the tokens that it may. */
function usualGaps(streams: readonly Stream[]): number {
  const complete = streams.filter(({ end }) => end === 'complete');
  return complete.map(({ gapsMs }) => gapsMs.length).sort((a, b) => a - b)[complete.length >> 1] ?? 1;
}

function overlaps({ startedAtMs, durationMs }: Stream, window: Window): boolean {
  const { fromMs, toMs } = measuredPart(window);
  return startedAtMs < toMs && startedAtMs + durationMs >= fromMs;
}

function partOf(stream: Stream, window: Window, usual: number): StreamPart {
  const { startedAtMs, firstTokenMs, gapsMs, end } = stream;
  const { fromMs, toMs } = measuredPart(window);
  const isIn = (atMs: number): boolean => atMs >= fromMs && atMs < toMs;
  let atMs = startedAtMs + (firstTokenMs ?? 0);
  const own = gapsMs.filter((gapMs) => {
    const beganIn = isIn(atMs);
    atMs += gapMs;
    return beganIn;
  });
  const failedIn = hasFailed(end) && isIn(atMs);
  return { gapsMs: own, endless: failedIn ? Math.max(1, usual - gapsMs.length) : 0 };
}

/** Not what we ended ourselves. */
function hasFailed(end: Stream['end']): boolean {
  switch (end) {
    case 'refused':
    case 'broken-off':
    case 'stalled':
    case 'garbled':
      return true;
    case 'complete':
    case 'cut':
    case 'stopped':
      return false;
  }
}
