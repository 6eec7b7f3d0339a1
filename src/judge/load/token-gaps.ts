import type { ArmRecord } from '../../model/observation.ts';
import { factsOf, type Fact } from '../facts.ts';
import { measuredPart, type Window } from '../windows.ts';

/** What one stream showed in the measured part of one window; a gap belongs to the window in which it began. */
export interface StreamPart {
  gapsMs: readonly number[];
  /** 1 if the stream failed in it: it was refused, broke off or stalled, and the next token never came; else 0. */
  endless: number;
}

/** Gaps between tokens by window. @returns for a window its streams, those left out that showed nothing in it */
export function tokenGaps(record: Pick<ArmRecord, 'observations'>): (window: Window) => StreamPart[] {
  const streams = factsOf(record, 'token-stream');
  return (window) =>
    streams
      .filter((stream) => overlaps(stream, window))
      .map((stream) => partOf(stream, window))
      .filter(({ gapsMs, endless }) => gapsMs.length + endless > 0);
}

type Stream = Fact<'token-stream'>;

function overlaps({ startedAtMs, durationMs }: Stream, window: Window): boolean {
  const { fromMs, toMs } = measuredPart(window);
  return startedAtMs < toMs && startedAtMs + durationMs >= fromMs;
}

function partOf({ startedAtMs, firstTokenMs, gapsMs, end }: Stream, window: Window): StreamPart {
  const { fromMs, toMs } = measuredPart(window);
  const isIn = (atMs: number): boolean => atMs >= fromMs && atMs < toMs;
  let atMs = startedAtMs + (firstTokenMs ?? 0);
  const own = gapsMs.filter((gapMs) => {
    const beganIn = isIn(atMs);
    atMs += gapMs;
    return beganIn;
  });
  return { gapsMs: own, endless: Number(hasFailed(end) && isIn(atMs)) };
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
