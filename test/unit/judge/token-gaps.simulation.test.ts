import { describe, expect, it } from 'vitest';
import { attackLatencies } from '../../../src/judge/checks/attack-latencies.ts';
import { slowerThan } from '../../../src/judge/checks/latency-window.ts';
import { clopperPearson } from '../../../src/judge/statistics/proportion-interval.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import { checkWith } from './check-with.ts';
import { gaps, watchedPlan, watchedRecord } from './example-streams.ts';
import { seeded, type Chance } from './seeded.ts';

const limit = 30;
const check = checkWith({ kind: 'latency', until: 'next-token', percentile: 0.99 }, limit);

/** A share of the streams is hit, and a share of the gaps of those is too long. */
interface Hits {
  streams: number;
  gaps: number;
}

const arm = (hits: Hits, chance: Chance): ArmRecord =>
  watchedRecord(
    (window) => {
      const isHit = window.phase === 'attack' && chance.uniform() < hits.streams;
      const isSlow = (): boolean => isHit && chance.uniform() < hits.gaps;
      return { gapsMs: gaps(window, (gapMs) => (isSlow() ? 60 : gapMs * (1 + 0.1 * chance.uniform()))) };
    },
    { pairs: 16 },
  );

const arms = 200;

/** How often each verdict is reached; `naive`: how often gaps would be held, were they independent. */
function outcomes(hits: Hits): { held: number; breached: number; naive: number } {
  const chance = seeded(20270111);
  const counts = { held: 0, breached: 0, naive: 0 };
  for (let round = 0; round < arms; round++) {
    const record = arm(hits, chance);
    const { status } = check.measure(watchedPlan, record);
    if (status === 'held' || status === 'breached') counts[status]++;
    if (naiveHigh(record) <= 0.01) counts.naive++;
  }
  return counts;
}

function naiveHigh(record: ArmRecord): number {
  const latencies = attackLatencies('next-token', watchedPlan, record);
  if ('missing' in latencies) throw new Error(latencies.missing);
  const slow = latencies.windows.map((window) => slowerThan(limit, window));
  return clopperPearson({
    failures: slow.reduce((sum, { failures }) => sum + failures, 0),
    trials: slow.reduce((sum, { trials }) => sum + trials, 0),
    errorPerSide: 0.005,
  }).high;
}

// The error is 1 %, over both looks; here is one look.
describe('a p99 of the time between tokens, simulated', { timeout: 60_000 }, () => {
  it.each([
    ['each gap by itself', { streams: 1, gaps: 0.01 }],
    ['in one stream of five', { streams: 0.2, gaps: 0.05 }],
    ['in one stream of twenty', { streams: 0.05, gaps: 0.2 }],
  ])('at the limit is hardly ever held or breached: %s', (_how, hits) => {
    const found = outcomes(hits);
    expect(found.held).toBeLessThanOrEqual(4);
    expect(found.breached).toBeLessThanOrEqual(4);
  });

  it('would be held too often, were its gaps taken for independent ones', () => {
    expect(outcomes({ streams: 0.05, gaps: 0.2 }).naive).toBeGreaterThan(20);
  });

  it('well within the limit is held, and well beyond it breached, however they lie together', () => {
    expect(outcomes({ streams: 0.02, gaps: 0.05 }).held).toBeGreaterThan(0.9 * arms);
    expect(outcomes({ streams: 0.2, gaps: 0.2 }).breached).toBeGreaterThan(0.95 * arms);
  });
});
