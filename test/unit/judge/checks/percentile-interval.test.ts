import { describe, expect, it } from 'vitest';
import { judgeShare } from '../../../../src/judge/checks/judge-share.ts';
import { slowerThan, type LatencyWindow } from '../../../../src/judge/checks/latency-window.ts';
import { percentileInterval } from '../../../../src/judge/checks/percentile-interval.ts';
import { exactCounts } from '../../../../src/judge/load/exact-counts.ts';
import { floodPlan } from '../example-arm.ts';
import { seeded } from '../seeded.ts';

/** A window in which these were served, in milliseconds, and so many failed. */
function windowOf(latenciesMs: readonly number[], failed = 0): LatencyWindow {
  const latency = exactCounts();
  for (const each of latenciesMs) latency.add(each);
  return { latency, endless: failed };
}

const oneTo = (most: number): number[] => Array.from({ length: most }, (_, index) => index + 1);

const statusAt = (windows: readonly LatencyWindow[], share: number, limit: number) => {
  const counted = windows.map((window) => slowerThan(limit, window));
  const judged = judgeShare(counted, 1 - share, floodPlan);
  return 'missing' in judged ? judged.missing : judged.status;
};

describe('percentileInterval', () => {
  it('holds the percentile between two values that were measured', () => {
    const windows = [1, 2, 3, 4, 5, 6].map(() => windowOf(oneTo(1000)));
    const found = percentileInterval(windows, 0.9, floodPlan);
    expect(found?.confidence).toBeCloseTo(0.99, 10);
    expect(found?.low).toBeGreaterThan(870);
    expect(found?.low).toBeLessThan(900);
    expect(found?.high).toBeGreaterThan(900);
    expect(found?.high).toBeLessThan(930);
  });

  it('has no upper end where too many failed for it', () => {
    expect(
      percentileInterval([windowOf(oneTo(80), 20), windowOf(oneTo(80), 20)], 0.9, floodPlan),
    ).toBeUndefined();
  });

  it('has no upper end where the samples are too few for it', () => {
    expect(percentileInterval([windowOf(oneTo(50)), windowOf(oneTo(50))], 0.99, floodPlan)).toBeUndefined();
  });

  it('lies where the test of the share of slower requests turns', () => {
    const chance = seeded(23);
    const step = 0.001;
    for (let round = 0; round < 30; round++) {
      const windows = Array.from({ length: 6 + chance.whole(6) }, () => {
        const level = 20 * Math.exp(0.05 * chance.normal());
        const amount = 300 + chance.whole(200);
        const latencies = Array.from(
          { length: amount },
          () => Math.round(1e3 * level * (1 - Math.log(1 - chance.uniform()))) / 1e3,
        );
        return windowOf(latencies, chance.whole(3));
      });
      const found = percentileInterval(windows, 0.9, floodPlan);
      if (!found) throw new Error('no interval');
      expect(statusAt(windows, 0.9, found.high)).toBe('held');
      expect(statusAt(windows, 0.9, found.high - step)).not.toBe('held');
      expect(statusAt(windows, 0.9, found.low)).not.toBe('breached');
      expect(statusAt(windows, 0.9, found.low - step)).toBe('breached');
    }
  });
});
