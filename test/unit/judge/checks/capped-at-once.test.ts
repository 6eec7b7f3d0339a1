import { describe, expect, it } from 'vitest';
import { cappedAtOnce } from '../../../../src/judge/checks/capped-at-once.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import {
  completion,
  noAttackPlan,
  reading,
  spoiled,
  stepsPlan,
  stepsRecord,
} from '../example-completions.ts';

const check = cappedAtOnce({ burst: 'burst', during: 'during' });

/** Twelve requests sent at second 2, where four may be open; those served took a second. */
const burst = (served: number): Observation[] => [
  ...times(served, completion('burst', 3, { durationMs: 1000 })),
  ...times(12 - served, completion('burst', 2.01, { durationMs: 10, httpStatus: 429 })),
];
const gauges = (open: number, running: number): Observation => reading('during', { open, running });
const judge = (...seen: Observation[]) => check.judge(stepsPlan, stepsRecord(...seen));

describe('capped-at-once', () => {
  const sound = [...burst(4), gauges(4, 4)];

  it('is held when as many were open as may be, by answers and gauges', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 4, limit: 4, samples: 12 });
    expect(found.evidence).toContain('Of 12 requests: 429 (8 times), 200 (4 times)');
  });

  it.each([
    ['the answers', [...burst(5), gauges(4, 4)], 5],
    ["the gateway's gauge", [...burst(4), gauges(6, 4)], 6],
    ["the engine's gauge", [...burst(4), gauges(4, 7)], 7],
    ['the answers, and there is no reading', burst(12), 12],
  ])('is breached by %s', (_what, seen, measured) => {
    expect(judge(...seen)).toMatchObject({ status: 'breached', measured });
  });

  it('does not blame a cap for requests that were sent after another had been answered', () => {
    const later = completion('burst', 4.5, { durationMs: 1000 });
    expect(judge(...burst(4), later, gauges(4, 4))).toMatchObject({ status: 'held', measured: 4 });
  });

  it.each([
    ['fewer were let in than may be open', [...burst(3), gauges(4, 4)]],
    ["the gateway's gauge saw fewer", [...burst(4), gauges(3, 4)]],
    ['the engines were idle', [...burst(4), gauges(4, 0)]],
    ['there is no reading', burst(4)],
    ['no request was seen', [gauges(4, 4)]],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });

  it.each(spoiled(stepsRecord(...sound)))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(stepsPlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    expect(check.judge(noAttackPlan, stepsRecord(...burst(12))).status).toBe('inconclusive');
  });
});
