import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../../../src/model/report.ts';
import { checkWith } from '../check-with.ts';
import { floodPlan, hogPlan, withDesign, withLimits } from '../example-arm.ts';
import { floodRecord, slower, steady, unstarted, type Answer, type Answering } from '../example-flood.ts';

// Eight pairs with 320 measured requests in each window; everything is served in 20 to 39.2 ms.
const judge = (limit: number, victim: Answering = steady) =>
  checkWith({ kind: 'latency', until: 'last-token', percentile: 0.99 }, limit).judge(
    floodPlan,
    floodRecord({ pairs: 8, victim }),
  );

/** Every n-th request is like this. */
const everyNth =
  (nth: number, answer: Answer): Answering =>
  (window, index) =>
    index % nth === 0 ? answer : steady(window, index);

describe('a percentile of the latency', () => {
  it('is held when it is surely below the limit, and says what was measured', () => {
    const found = judge(45);
    expect(found).toMatchObject({ status: 'held', measured: 39.2, limit: 45, samples: 2560 });
    expect(found.interval).toMatchObject({ high: 39.2, confidence: 0.99 });
    expect(found.reason).toBe('0 of 2,560 requests took longer than 45 ms or failed (0 %, 1 % may)');
  });

  it('is breached when more are slower than may be', () => {
    const found = judge(30);
    expect(found).toMatchObject({ status: 'breached', measured: 39.2 });
    expect(found.pValue).toBeLessThan(1e-9);
    expect(found.interval?.low).toBeGreaterThan(30);
  });

  it('is inconclusive when about as many are slower as may be', () => {
    // 4 of 320, 1.25 %, and 3 of 320, 0.94 %.
    for (const nth of [80, 100]) {
      const found = judge(50, everyNth(nth, { latencyMs: 80 }));
      expect(found.status).toBe('inconclusive');
      expect(found.interval?.low).toBeLessThan(50);
      expect(found.interval?.high).toBe(80);
    }
  });

  it('looks only at windows of attack', () => {
    const slowAtRest: Answering = (window, index) =>
      window.phase === 'baseline' ? { latencyMs: 900 } : steady(window, index);
    expect(judge(45, slowAtRest).status).toBe('held');
  });

  it.each([
    ['failed at once', { latencyMs: 1, status: 503 }],
    ['was not answered', { latencyMs: 1, status: 0 }],
    ['was never started', unstarted],
  ])('takes a request that %s for one that took too long', (_what, answer) => {
    const found = judge(45, everyNth(20, answer));
    expect(found).toMatchObject({ status: 'breached', measured: null, samples: 2560 });
    expect(found.reason).toMatch(/^the p99 is a failed request; 128 of 2,560 requests/u);
  });

  it('is not held by samples that are worth too little for its percentile', () => {
    const check = checkWith({ kind: 'latency', until: 'last-token', percentile: 0.999 }, 45);
    const found = check.judge(floodPlan, floodRecord({ pairs: 8 }));
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('the samples are worth 1,386 independent ones, a p99.9 needs 4,603');
  });

  it('is breached by few samples, if they are slow enough', () => {
    const check = checkWith({ kind: 'latency', until: 'last-token', percentile: 0.99 }, 45);
    const found = check.judge(floodPlan, floodRecord({ victim: slower(3) }));
    expect(found.status).toBe('breached');
    expect(found.reason).toContain('a p99 needs 459');
  });

  it('needs two windows of attack', () => {
    const found = checkWith({ kind: 'latency', until: 'last-token', percentile: 0.99 }, 45).judge(
      floodPlan,
      floodRecord({ pairs: 1 }),
    );
    expect(found).toMatchObject({
      status: 'inconclusive',
      measured: null,
      reason: 'fewer than two sound attack windows were played',
    });
  });

  it('can be neither held nor breached without an attack', () => {
    const quiet = { ...floodPlan, attack: { kind: 'none', instead: 'request-flood' } } as const;
    const check = (limit: number) =>
      checkWith({ kind: 'latency', until: 'last-token', percentile: 0.99 }, limit);
    for (const limit of [30, 45]) {
      expect(check(limit).judge(quiet, floodRecord({ pairs: 8 }))).toMatchObject({
        status: 'inconclusive',
        reason: 'no attack was made (A/A run)',
      });
    }
  });

  it('gives figures that JSON has words for', () => {
    const verdict = reportSchema.shape.verdicts.element;
    const rest = { id: 'a', scenario: 'a', arm: 'protected', objective: 'a', unit: 'ms' };
    for (const victim of [steady, everyNth(1, { latencyMs: 1, status: 503 }), everyNth(1, unstarted)]) {
      expect(() => verdict.parse({ ...rest, ...judge(45, victim) })).not.toThrow();
    }
  });
});

describe('a percentile of the time to the first token', () => {
  const streams = withDesign({ victimStreams: true });
  const check = checkWith({ kind: 'latency', until: 'first-token', percentile: 0.99 }, 10);
  const streamed =
    (firstByteMs: (index: number) => number): Answering =>
    (window, index) => ({ ...steady(window, index), firstByteMs: firstByteMs(index) });
  const judge = (firstByteMs: (index: number) => number) =>
    check.judge(streams, floodRecord({ pairs: 8, victim: streamed(firstByteMs) }));

  it('is held when the first byte comes in time, however long the rest takes', () => {
    expect(judge((index) => 5 + (index % 5))).toMatchObject({ status: 'held', measured: 9 });
  });

  it('is breached when it comes late', () => {
    expect(judge((index) => 8 + (index % 5))).toMatchObject({ status: 'breached', measured: 12 });
  });

  it('is inconclusive when about as many come late as may', () => {
    expect(judge((index) => (index % 100 === 0 ? 15 : 5)).status).toBe('inconclusive');
  });

  it('takes an answer without a first byte for one that took too long', () => {
    expect(judge((index) => (index % 20 === 0 ? Number.NaN : 5)).status).toBe('breached');
  });

  it('cannot be seen where answers are not streamed', () => {
    const found = check.judge(floodPlan, floodRecord({ pairs: 8, victim: streamed(() => 5) }));
    expect(found).toMatchObject({
      status: 'inconclusive',
      measured: null,
      reason: "the victim's answers were not streamed, so that no first token could be seen",
    });
  });
});

describe('a ratio of another percentile', () => {
  const judge = (victim: Answering) =>
    checkWith({ kind: 'latency-ratio', percentile: 0.5 }, 1.3).judge(floodPlan, floodRecord({ victim }));
  /** Under attack the slower half is three times as slow; the median does not feel it. */
  const slowTail: Answering = (window, index) => {
    const { latencyMs } = steady(window, index);
    return { latencyMs: latencyMs * (window.phase === 'attack' && latencyMs > 32 ? 3 : 1) };
  };

  it('is held when that percentile stays, whatever the p99 does', () => {
    const found = judge(slowTail);
    expect(found).toMatchObject({ status: 'held', limit: 1.3 });
    expect(found.reason).toMatch(/^p50 29\.\d ms at rest, 29\.\d ms under attack: at most 1\.0/u);
    const p99 = checkWith({ kind: 'latency-ratio', percentile: 0.99 }, 1.3);
    expect(p99.judge(floodPlan, floodRecord({ victim: slowTail })).status).toBe('breached');
  });

  it('is breached when it does not', () => {
    expect(judge(slower(1.6)).status).toBe('breached');
  });

  it('is inconclusive when its windows disagree', () => {
    const torn: Answering = (window, index) => ({
      latencyMs: slower([1, 1.1, 1.6, 1][window.pair] ?? 1)(window, index).latencyMs,
    });
    expect(judge(torn).status).toBe('inconclusive');
  });

  it('has a limit of its own, not that of the plan', () => {
    const strict = withLimits({ p99Ratio: 1.01 });
    const check = checkWith({ kind: 'latency-ratio', percentile: 0.99 }, 2);
    expect(check.judge(strict, floodRecord({ victim: slower(1.5) }))).toMatchObject({
      status: 'held',
      limit: 2,
    });
  });

  it('needs paired windows', () => {
    expect(
      checkWith({ kind: 'latency-ratio', percentile: 0.5 }, 1.3).judge(hogPlan, floodRecord()),
    ).toMatchObject({
      status: 'inconclusive',
      measured: null,
    });
  });
});
