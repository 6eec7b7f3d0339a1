import type { ArmRecord } from '../../model/observation.ts';
import { factsOf, type Fact } from '../facts.ts';
import { exactCounts } from '../load/exact-counts.ts';
import { tokenGaps } from '../load/token-gaps.ts';
import { count, number, percent } from '../words.ts';
import type { Gate } from './gate.ts';

/** Every stream that was opened was recorded, and at rest their tokens were seen to come: then it is no wonder if they do not. */
export const tokenStreamsSeen: Gate = {
  id: 'token-streams-seen',
  examine(_plan, record) {
    const opened = factsOf(record, 'token-streams-ended').at(-1)?.streams;
    const recorded = factsOf(record, 'token-stream').length;
    if (opened === undefined)
      return { ok: false, cause: 'the streams were not watched to the end of the arm' };
    if (opened !== recorded) {
      return { ok: false, cause: `${count(opened, 'stream')} were opened and ${number(recorded)} recorded` };
    }
    const gapsIn = tokenGaps(record);
    const seenAtRest = factsOf(record, 'window')
      .filter(({ phase }) => phase === 'baseline')
      .some((window) => gapsIn(window).some(({ gapsMs }) => gapsMs.length > 0));
    return seenAtRest
      ? { ok: true, seen: `${count(opened, 'long answer')} were streamed${timeToFirst(record)}` }
      : { ok: false, cause: 'at rest, too, no answer was seen to come token by token' };
  },
};

function timeToFirst(record: ArmRecord): string {
  const times = exactCounts();
  for (const { firstTokenMs } of factsOf(record, 'token-stream')) {
    if (firstTokenMs !== null) times.add(firstTokenMs);
  }
  return times.count === 0
    ? ''
    : `; their first token came after ${number(times.percentile(0.5))} ms (p50), ${number(times.percentile(0.95))} ms (p95)`;
}

/** Least share of the tokens that must have come in a read of their own. */
const leastAlone = 0.5;

/**
 * The tokens came as they were made. What collects an answer and hands it on in one piece leaves no gaps, and a reader who
 * waits.
 */
export const tokensOneByOne: Gate = {
  id: 'tokens-one-by-one',
  morePairsHelp: true,
  examine(_plan, record) {
    const streams = factsOf(record, 'token-stream');
    const tokens = streams.reduce((sum, stream) => sum + tokensOf(stream), 0);
    const reads = streams.reduce((sum, stream) => sum + stream.reads, 0);
    const each = tokens === 0 ? 0 : reads / tokens;
    const seen = `${number(tokens)} tokens came in ${count(reads, 'piece')}`;
    return each >= leastAlone
      ? { ok: true, seen }
      : {
          ok: false,
          cause: `${seen}: something on the way collects them, so that gaps between them say little`,
        };
  },
};

const tokensOf = ({ firstTokenMs, gapsMs }: Fact<'token-stream'>): number =>
  firstTokenMs === null ? 0 : gapsMs.length + 1;

/** Largest part of the p99 of the gaps that may be our own lag, in half of the streams. */
const mostOfGap = 0.25;
/** Below this a late look is not worth a word. */
const alwaysFineMs = 2;

/** Whoever read the tokens looked when they came: a late look makes one gap longer. */
export const readerOnTime: Gate = {
  id: 'token-reader-on-time',
  morePairsHelp: true,
  examine(_plan, record) {
    const [lags, gaps] = [exactCounts(), exactCounts()];
    for (const { ownLagMs, gapsMs } of factsOf(record, 'token-stream')) {
      lags.add(ownLagMs);
      for (const gapMs of gapsMs) gaps.add(gapMs);
    }
    if (gaps.count === 0) return { ok: false, cause: 'no token was seen to follow another' };
    const lagMs = lags.percentile(0.5);
    const gapMs = gaps.percentile(0.99);
    return lagMs <= alwaysFineMs || lagMs <= mostOfGap * gapMs
      ? {
          ok: true,
          seen: `Tokens were read on time: our own lag was ${number(lagMs)} ms (p99, in half of the streams)`,
        }
      : {
          ok: false,
          cause: `tokens were read late: p99 of our own lag is ${number(lagMs)} ms, ${percent(lagMs / gapMs)} of the p99 gap`,
        };
  },
};
