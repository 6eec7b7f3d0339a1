import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../bench/judge/chance.ts';
import { p99Of } from '../../../bench/judge/judges/p99-of.ts';
import { clean } from '../../../bench/judge/noise/clean.ts';
import type { NoiseModel } from '../../../bench/judge/noise/noise-model.ts';
import { noiseModels } from '../../../bench/judge/noise/noise-models.ts';
import { stretch } from '../../../bench/judge/victim-load.ts';
import { meanAndDeviation } from '../../../src/judge/statistics/mean-and-deviation.ts';
import { percentile } from '../../../src/judge/statistics/percentile.ts';

const windows = 4000;
const trueRatio = 1.1;

/** ln p99 of one window after the other, of which every second one is attacked, in mirrored order. */
function logsOfP99(noise: NoiseModel): { baseline: number[]; attack: number[] } {
  const machine = noise.start(chanceOf(20261124, noise.id, 0));
  const latencyMs = stretch();
  const logs = { baseline: [] as number[], attack: [] as number[] };
  for (let window = 0; window < windows; window++) {
    const phase = window % 4 === 1 || window % 4 === 2 ? 'attack' : 'baseline';
    machine(latencyMs);
    const ratio = phase === 'attack' ? trueRatio : 1;
    logs[phase].push(Math.log(p99Of(latencyMs.map((latency) => ratio * latency))));
  }
  return logs;
}

const mean = (values: readonly number[]): number => meanAndDeviation(values)?.mean ?? Number.NaN;

describe.each(noiseModels)('noise $id', (noise) => {
  it('has the true ratio of p99 in the long run, within 4 standard errors', () => {
    const { baseline, attack } = logsOfP99(noise);
    const differences = attack.map((log, pair) => log - (baseline[pair] ?? Number.NaN));
    const deviation = meanAndDeviation(differences)?.deviation ?? Number.NaN;
    const standardError = deviation / Math.sqrt(differences.length);
    expect(Math.abs(mean(differences) - Math.log(trueRatio))).toBeLessThan(4 * standardError);
    expect(4 * standardError).toBeLessThan(Math.log(trueRatio) / 2);
  });

  it('is the same again with the same chance, and another with another', () => {
    const first = (turn: number): number[] => {
      const latencyMs = stretch();
      noise.start(chanceOf(7, noise.id, turn))(latencyMs);
      return [...latencyMs];
    };
    expect(first(0)).toEqual(first(0));
    expect(first(0)).not.toEqual(first(1));
  });
});

it('a quiet machine has a standard deviation of ln p99 of 0.03 from window to window', () => {
  const { baseline } = logsOfP99(clean);
  expect(meanAndDeviation(baseline)?.deviation).toBeCloseTo(0.03, 2);
});

it('p99 is that of the sorted latencies', () => {
  const chance = chanceOf(1, 'p99', 0);
  for (let trial = 0; trial < 200; trial++) {
    const latencyMs = Float64Array.from({ length: 1 + chance.whole(1000) }, () =>
      chance.whole(2) === 0 ? chance.whole(30) : 30 * chance.uniform(),
    );
    expect(p99Of(latencyMs.slice())).toBe(percentile(latencyMs.sort(), 0.99));
  }
});

describe('chance', () => {
  it('is even, and normal where asked', () => {
    const chance = chanceOf(3, 'moments', 0);
    const draws = 100_000;
    const of = (draw: () => number) => meanAndDeviation(Array.from({ length: draws }, draw));
    const expected = [
      { found: of(() => chance.uniform()), mean: 0.5, deviation: Math.sqrt(1 / 12) },
      { found: of(() => chance.normal()), mean: 0, deviation: 1 },
      { found: of(() => chance.exponential()), mean: 1, deviation: 1 },
    ];
    for (const { found, mean, deviation } of expected) {
      expect(found?.mean).toBeCloseTo(mean, 1);
      expect(found?.deviation).toBeCloseTo(deviation, 1);
    }
  });
});
