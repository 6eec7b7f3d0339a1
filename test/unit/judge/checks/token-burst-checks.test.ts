import { describe, expect, it } from 'vitest';
import { admittedTokensWithinBudget } from '../../../../src/judge/checks/admitted-tokens-within-budget.ts';
import { burstRefusalsExplained } from '../../../../src/judge/checks/burst-refusals-explained.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { at, burstPlan, emptyRecord, times, withMore, without } from '../example-arm.ts';
import { restarts } from '../example-cluster.ts';
import { burstCall, burstRecord, servedOfTwenty, type BurstOptions } from '../example-burst.ts';

const aaPlan = { ...burstPlan, attack: { kind: 'none', instead: 'token-burst' } } as const;

describe('admitted-tokens-within-budget', () => {
  const check = admittedTokensWithinBudget();
  const judge = (calls: readonly Observation[], options?: BurstOptions) =>
    check.judge(burstPlan, burstRecord(calls, options));

  it('is held when the budget was used to its last token, and the gateway counted the same', () => {
    // 600 at once, and 10 a second for half a second.
    const found = judge(servedOfTwenty(4));
    expect(found).toMatchObject({ status: 'held', measured: 600, limit: 605, samples: 20 });
    expect(found.reason).toContain('600 tokens used by requests that asked for 600 in 0.5 s, 605 allowed');
  });

  it('is breached by one request too many', () => {
    expect(judge(servedOfTwenty(5), { counted: 750 })).toMatchObject({ status: 'breached', measured: 750 });
  });

  it('is breached by one token too many', () => {
    const greedy = burstCall(200, { tokensUsed: 156 });
    const found = judge([...times(3, burstCall(200)), greedy, ...times(16, burstCall(429))]);
    expect(found).toMatchObject({ status: 'breached', measured: 606, limit: 605 });
  });

  it('is breached when everything is let in, also after a fault and without the count of the gateway', () => {
    const broken = at(2, { kind: 'fault', what: 'gateway count (after)', cause: 'connection lost' });
    const record = withMore(burstRecord(servedOfTwenty(20), { left: undefined, counted: undefined }), broken);
    expect(check.judge(burstPlan, record)).toMatchObject({ status: 'breached', measured: 3000, limit: 605 });
  });

  it.each([
    ['the gateway counted more', { counted: 750 }, "the gateway's own count is 750"],
    ['the gateway began to count anew', { counted: -900 }, "the gateway's own count is -900"],
    ['the gateway did not count', { counted: undefined }, "the gateway's own count is missing"],
    ['the budget was not whole', { left: 599 }, 'was not whole when the burst began: it was 599 of 600'],
    ['nobody looked at the budget', { left: undefined }, 'it was not seen'],
  ])('is inconclusive when %s', (_what, options, reason) => {
    const found = judge(servedOfTwenty(4), options);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it('is inconclusive when another limit refused first', () => {
    const found = judge(servedOfTwenty(3), { counted: 450 });
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('450 tokens admitted of 600: another limit refused before the budget did');
  });

  it.each([
    ['an overloaded platform', burstCall(503), 'neither served nor refused: 503 (1 time)'],
    ['no answer', burstCall(0), 'neither served nor refused: no answer (1 time)'],
  ])('is inconclusive after %s', (_what, call, reason) => {
    const found = judge([...servedOfTwenty(4).slice(0, 19), call]);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it.each([
    ['less than was reserved', 5],
    ['nothing', null],
  ])('is inconclusive when an answer states a use of %s', (_what, tokensUsed) => {
    const modest = burstCall(200, { tokensUsed });
    const found = judge([...times(4, burstCall(200)), modest, ...times(15, burstCall(429))], {
      counted: 750,
    });
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('may have been admitted again');
  });

  it('is inconclusive when the burst was not delivered, or something was lost or restarted', () => {
    expect(judge(servedOfTwenty(4).slice(0, 19)).reason).toContain('19 of 20 requests were answered');
    const whole = burstRecord(servedOfTwenty(4));
    const lost = withMore(whole, at(2, { kind: 'fault', what: 'scrape', cause: 'gone' }));
    const restarted = withMore(whole, restarts('tenant-a', 2, 1));
    const cutShort = without(whole, ({ kind }) => kind === 'arm-ended');
    for (const record of [lost, restarted, cutShort, emptyRecord]) {
      expect(check.judge(burstPlan, record).status).toBe('inconclusive');
    }
  });

  it('blames nobody without an attack', () => {
    expect(check.judge(aaPlan, burstRecord(servedOfTwenty(20))).status).toBe('inconclusive');
  });

  it('counts nothing of another tenant', () => {
    const others = times(20, burstCall(200, { as: 'tenant-a' }));
    expect(judge(others)).toMatchObject({ status: 'inconclusive', measured: null });
  });
});

describe('burst-refusals-explained', () => {
  const check = burstRefusalsExplained();
  const judge = (...calls: Observation[]) => check.judge(burstPlan, burstRecord(calls));

  it('is held when every refusal says why and when to come back', () => {
    expect(judge(...servedOfTwenty(4))).toMatchObject({ status: 'held', measured: 0, samples: 16 });
  });

  it.each([
    ['without Retry-After', burstCall(429, { retryAfter: null }), 'rate_limit_exceeded without Retry-After'],
    ['with another code', burstCall(429, { errorCode: 'quota' }), '429 quota (1 time)'],
    ['otherwise', burstCall(503, { errorCode: 'overloaded', retryAfter: '1' }), '503 overloaded (1 time)'],
  ])('is breached when one was refused %s', (_what, refusal, reason) => {
    const found = judge(...servedOfTwenty(4).slice(0, 19), refusal);
    expect(found).toMatchObject({ status: 'breached', measured: 1, samples: 16 });
    expect(found.reason).toContain(reason);
  });

  it('is inconclusive when nothing was refused, an answer is missing, or nothing was seen', () => {
    expect(judge(...servedOfTwenty(20)).status).toBe('inconclusive');
    expect(judge(...servedOfTwenty(4).slice(0, 19), burstCall(0)).status).toBe('inconclusive');
    expect(check.judge(burstPlan, emptyRecord).status).toBe('inconclusive');
    expect(check.judge(aaPlan, burstRecord(servedOfTwenty(4))).status).toBe('inconclusive');
  });
});
