import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../../../src/model/report.ts';
import { checkWith } from '../check-with.ts';
import {
  gaps,
  slowerTokens,
  underAttack,
  watchedPlan,
  watchedRecord,
  type Streaming,
} from '../example-streams.ts';

const percentile = 0.99;
const gapCheck = (limit: number) => checkWith({ kind: 'latency', until: 'next-token', percentile }, limit);
const ratioCheck = (limit: number) =>
  checkWith({ kind: 'latency-ratio', until: 'next-token', percentile }, limit);

describe('a ratio of the time between tokens', () => {
  const judge = (limit: number, streaming?: Streaming, pairs = 8) =>
    ratioCheck(limit).judge(watchedPlan, watchedRecord(streaming, { pairs }));

  it('is held when the percentile stays', () => {
    const found = judge(1.1);
    expect(found).toMatchObject({ status: 'held', limit: 1.1, samples: 5120 });
    expect(found.reason).toMatch(/^p99 22\.\d ms at rest, 22\.\d ms under attack: at most 1\.0/u);
  });

  it('is breached when it does not', () => {
    expect(judge(1.1, slowerTokens(1.5)).status).toBe('breached');
  });

  it('is inconclusive when its windows disagree', () => {
    const torn: Streaming = (window) => ({
      gapsMs: gaps(window, (gapMs) => gapMs * (window.phase === 'attack' ? 1 + 0.4 * (window.pair % 2) : 1)),
    });
    expect(judge(1.1, torn).status).toBe('inconclusive');
  });

  it('is not held by windows with too few gaps, which break it all the same', () => {
    const few = (times: number) =>
      underAttack((window) => ({ gapsMs: gaps(window, (gapMs) => gapMs * times).slice(0, 30) }));
    const found = judge(1.1, few(1));
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(/under attack a window has 240 gaps between tokens, a p99 needs 299$/u);
    expect(judge(1.1, few(3)).status).toBe('breached');
  });

  it('says nothing where the windows at rest have too few', () => {
    const few: Streaming = (window) => ({ gapsMs: gaps(window).slice(0, 30) });
    expect(judge(1.1, few)).toMatchObject({
      status: 'inconclusive',
      measured: null,
      reason: 'at rest a window has 240 gaps between tokens, a p99 needs 299',
    });
  });

  it('takes what failed for a gap that never ended, under attack and at rest', () => {
    const failing: Streaming = (_window, stream) => (stream % 2 ? {} : { end: 'broken-off', gapsMs: [20] });
    const broken = judge(1.1, underAttack(failing));
    expect(broken.status).toBe('breached');
    expect(broken.reason).toMatch(
      /^more than 1 % of the gaps between tokens never ended in 8 of 8 attack windows/u,
    );
    const atRest: Streaming = (window, stream) =>
      window.phase === 'baseline' && stream % 2 === 0 ? { end: 'stalled' } : {};
    expect(judge(1.1, atRest)).toMatchObject({ status: 'inconclusive' });
  });

  it('says nothing where tokens come in lumps', () => {
    const lumps: Streaming = (window) => ({ gapsMs: gaps(window, () => 0), reads: 1 });
    expect(judge(1.1, lumps)).toMatchObject({
      status: 'inconclusive',
      reason: 'the p99 of a window is 0: tokens came several at a time',
    });
  });

  it('is not believed where the reader was late, at rest as under attack', () => {
    const late: Streaming = () => ({ ownLagMs: 15 });
    expect(judge(1.1, late).reason).toContain('tokens were read late');
  });

  it('is given up on where the noise is too much for the pairs that are left', () => {
    const wild: Streaming = (window) => ({
      gapsMs: gaps(
        window,
        (gapMs) => gapMs * (window.phase === 'attack' ? (window.pair % 2 ? 3 : 1 / 3) : 1),
      ),
    });
    expect(ratioCheck(1.1).isHopeless?.(watchedPlan, watchedRecord(wild, { pairs: 12 }))).toBe(true);
    expect(ratioCheck(1.1).isHopeless?.(watchedPlan, watchedRecord(undefined, { pairs: 12 }))).toBe(false);
  });

  it('is given up on at the first look where nothing is streamed, as the percentile is', () => {
    const silent = watchedRecord(() => ({ firstTokenMs: null, gapsMs: [] }), { pairs: 4 });
    for (const check of [ratioCheck(1.1), gapCheck(30)]) {
      expect(check.isHopeless?.(watchedPlan, silent)).toBe(true);
      expect(check.isHopeless?.(watchedPlan, watchedRecord(undefined, { pairs: 4 }))).toBe(false);
      expect(check.isHopeless?.(watchedPlan, { observations: [] })).toBe(false);
    }
  });
});

it('gives figures that JSON has words for', () => {
  const verdict = reportSchema.shape.verdicts.element;
  const rest = { id: 'a', scenario: 'a', arm: 'protected', objective: 'a' };
  const none: Streaming = () => ({ end: 'refused', firstTokenMs: null, gapsMs: [] });
  for (const streaming of [slowerTokens(1), slowerTokens(3), none, underAttack(none)]) {
    for (const check of [gapCheck(30), ratioCheck(1.1)]) {
      const found = check.judge(watchedPlan, watchedRecord(streaming));
      expect(() => verdict.parse({ ...rest, unit: check.unit, ...found })).not.toThrow();
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    }
  }
});
