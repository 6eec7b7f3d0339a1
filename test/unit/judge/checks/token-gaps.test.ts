import { describe, expect, it } from 'vitest';
import { tokenGaps } from '../../../../src/judge/load/token-gaps.ts';
import { checkWith } from '../check-with.ts';
import { floodPlan, windowsOf, without } from '../example-arm.ts';
import {
  gaps,
  slowerTokens,
  streamsIn,
  underAttack,
  watchedPlan,
  watchedRecord,
  type Streaming,
} from '../example-streams.ts';

const percentile = 0.99;
const gapCheck = (limit: number) => checkWith({ kind: 'latency', until: 'next-token', percentile }, limit);

describe('the gaps of a window', () => {
  const [window] = windowsOf(1);
  if (!window) throw new Error('there is a window');
  const partsOf = (streaming: Streaming) =>
    tokenGaps({ observations: streamsIn([window], streaming) })(window);

  it('are those that began in its measured part', () => {
    const parts = partsOf(() => ({}));
    // Two of ten streams lie in the guard.
    expect(parts).toHaveLength(8);
    expect(parts[0]).toEqual({ gapsMs: gaps(window), endless: 0 });
    // From the guard into the measured part: the first token comes 1.07 s after the start of the window.
    const across: Streaming = (_window, stream) =>
      stream === 1 ? { gapsMs: [900, 40, 50] } : { gapsMs: [] };
    expect(partsOf(across)).toEqual([{ gapsMs: [50], endless: 0 }]);
    const beyond: Streaming = (_window, stream) =>
      stream === 9 ? { gapsMs: [900, 40, 50] } : { gapsMs: [] };
    expect(partsOf(beyond)).toEqual([{ gapsMs: [900, 40], endless: 0 }]);
  });

  it.each(['refused', 'broken-off', 'stalled', 'garbled'] as const)(
    'have never ended where they lack, since a stream was %s',
    (end) => {
      const failing: Streaming = (_window, stream) =>
        stream === 4
          ? { end, gapsMs: [20] }
          : stream === 3
            ? {}
            : { gapsMs: [], firstTokenMs: null, end: 'stopped' };
      expect(partsOf(failing)).toEqual([
        { gapsMs: gaps(window), endless: 0 },
        { gapsMs: [20], endless: 39 },
      ]);
      const all: Streaming = () => ({ end, gapsMs: [], firstTokenMs: null });
      expect(partsOf(all)).toEqual(Array.from({ length: 8 }, () => ({ gapsMs: [], endless: 1 })));
    },
  );

  it.each(['complete', 'cut', 'stopped'] as const)('have none where a stream was %s', (end) => {
    const ended: Streaming = (_window, stream) => (stream === 4 ? { end, gapsMs: [20] } : { gapsMs: [] });
    expect(partsOf(ended)).toEqual([{ gapsMs: [20], endless: 0 }]);
  });
});

describe('a percentile of the time between tokens', () => {
  const judge = (limit: number, streaming?: Streaming) =>
    gapCheck(limit).judge(watchedPlan, watchedRecord(streaming));

  it('is held when it is surely below the limit, and says what was measured', () => {
    const found = judge(30);
    expect(found).toMatchObject({ status: 'held', measured: 22.2, limit: 30, samples: 2560 });
    expect(found.interval).toMatchObject({ high: 22.2, confidence: 0.99 });
    expect(found.reason).toBe('0 of 2,560 gaps took longer than 30 ms or never ended (0 %, 1 % may)');
    expect(found.evidence).toContain(
      '160 long answers were streamed; their first token came after 50 ms (p50), 50 ms (p95)',
    );
  });

  it('is breached when more are longer than may be', () => {
    const found = judge(30, slowerTokens(1.6));
    expect(found).toMatchObject({ status: 'breached', measured: 35.52 });
    expect(found.pValue).toBeLessThan(1e-9);
    expect(found.interval?.low).toBeGreaterThan(30);
  });

  it('is inconclusive when about as many are longer as may be', () => {
    const some = underAttack((window) => ({
      gapsMs: gaps(window, (gapMs, gap) => (gap === 0 && window.pair % 3 > 0 ? 80 : gapMs)),
    }));
    expect(judge(30, some).status).toBe('inconclusive');
  });

  it('looks only at windows of attack', () => {
    const slowAtRest: Streaming = (window) =>
      window.phase === 'baseline' ? { gapsMs: gaps(window, () => 35) } : {};
    expect(judge(30, slowAtRest).status).toBe('held');
  });

  it.each(['refused', 'broken-off', 'stalled', 'garbled'] as const)(
    'takes all gaps of a stream that was %s for such that never ended',
    (end) => {
      const failing = underAttack((_window, stream) =>
        stream % 2 === 0 ? { end, firstTokenMs: null, gapsMs: [] } : {},
      );
      const found = judge(30, failing);
      expect(found).toMatchObject({ status: 'breached', measured: null });
      expect(found.reason).toMatch(/^the p99 is a gap that never ended; 1,280 of 2,560 gaps/u);
    },
  );

  it('knows that the gaps of a stream are no independent ones', () => {
    // Four gaps of the 320 of a window are longer than the others, and all within what may be.
    const together = underAttack((window, stream) => ({
      gapsMs: gaps(window, (gapMs, gap) => (stream === 4 && gap < 4 ? 25 : gapMs)),
    }));
    const apart = underAttack((window, stream) => ({
      gapsMs: gaps(window, (gapMs, gap) => (stream > 5 && gap === 0 ? 25 : gapMs)),
    }));
    const worth = (streaming: Streaming): number =>
      Number(/much as ([\d,]+) /u.exec(judge(30, streaming).evidence[0] ?? '')?.[1]?.replace(',', ''));
    // 2,560 gaps, of eight windows: (t / z)² is 1.85. Four of forty in one stream of eight have an effect of 3.6.
    expect(worth(apart)).toBe(1386);
    expect(worth(together)).toBe(385);
  });

  it('is not held by gaps that are worth too little for its percentile', () => {
    // Where something is slow, half of a stream is: 1.25 % of the gaps, in one stream of five.
    const lumps = underAttack((window, stream) => ({
      gapsMs: gaps(window, (gapMs, gap) => (stream === 4 && window.pair % 2 === 0 && gap < 8 ? 25 : gapMs)),
    }));
    const found = judge(30, lumps);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(
      /^the samples are worth \d+ independent ones, a p99 needs 459; 0 of 2,560 gaps/u,
    );
  });

  it('says nothing where a window has no token', () => {
    const silent: Streaming = (window) =>
      window.index === 5 ? { firstTokenMs: null, gapsMs: [], end: 'stopped' } : {};
    expect(judge(30, silent)).toMatchObject({
      status: 'inconclusive',
      measured: null,
      reason: 'no token of a stream was seen in window 5',
    });
  });

  it('needs a plan in which it is watched', () => {
    expect(gapCheck(30).judge(floodPlan, watchedRecord())).toMatchObject({
      status: 'inconclusive',
      measured: null,
      reason: 'no answers were streamed to see the time between their tokens',
    });
  });

  it('is not believed where tokens come in lumps, which have no time between them', () => {
    const lumps: Streaming = (window) => ({ gapsMs: gaps(window, () => 0), reads: 1 });
    const found = judge(30, lumps);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toBe(
      '6,560 tokens came in 160 pieces: something on the way collects them, so that gaps between them say little',
    );
  });

  it('is not believed to break where the reader was late itself', () => {
    const late: Streaming = (window, stream) => ({ ...slowerTokens(1.6)(window, stream), ownLagMs: 15 });
    expect(judge(30, late)).toMatchObject({
      status: 'inconclusive',
      reason: 'tokens were read late: p99 of our own lag is 15 ms, 42.23 % of the p99 gap',
    });
    expect(judge(30, (window) => ({ ...slowerTokens(1)(window, 0), ownLagMs: 15 })).status).toBe('held');
  });

  it('is not believed to break where at rest, too, nothing is streamed', () => {
    const found = judge(30, () => ({ end: 'garbled', firstTokenMs: null, gapsMs: [] }));
    expect(found).toMatchObject({ status: 'inconclusive', measured: null });
    expect(found.reason).toContain('at rest, too, no answer was seen to come token by token');
  });

  it('is not believed where a stream is missing, or the last word', () => {
    const record = watchedRecord();
    const oneLess = without(record, (seen) => seen.kind === 'token-stream' && seen.index === 7);
    expect(gapCheck(30).judge(watchedPlan, oneLess)).toMatchObject({
      status: 'inconclusive',
      reason: '160 streams were opened and 159 recorded',
    });
    const unfinished = without(record, ({ kind }) => kind === 'token-streams-ended');
    expect(gapCheck(30).judge(watchedPlan, unfinished)).toMatchObject({
      status: 'inconclusive',
      reason: 'the streams were not watched to the end of the arm',
    });
  });

  it('can be neither held nor breached without an attack', () => {
    const quiet = { ...watchedPlan, attack: { kind: 'none', instead: 'request-flood' } } as const;
    for (const limit of [15, 30]) {
      expect(gapCheck(limit).judge(quiet, watchedRecord()).status).toBe('inconclusive');
    }
  });
});
