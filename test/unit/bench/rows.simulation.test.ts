import { describe, expect, it } from 'vitest';
import { floodPlan } from '../../../bench/judge/flood-plan.ts';
import type { NoiseModel } from '../../../bench/judge/noise/noise-model.ts';
import { bursts } from '../../../bench/judge/noise/bursts.ts';
import { misses } from '../../../bench/judge/required.ts';
import { benchRows, type Row } from '../../../bench/judge/rows.ts';
import { table } from '../../../bench/judge/table.ts';

/** Latencies from 20 to 120 ms that are the same in every window. */
const still: NoiseModel = {
  id: 'still',
  start: () => (latencyMs) => {
    for (let request = 0; request < latencyMs.length; request++) latencyMs[request] = 20 + (request % 100);
  },
};

const rowsOf = (noise: NoiseModel, seed = 1): Row[] => benchRows({ noiseModels: [noise], seed, runs: 2 });

describe('rows', () => {
  it('are the same with the same seed, and others with another', () => {
    expect(rowsOf(bursts)).toEqual(rowsOf(bursts));
    expect(rowsOf(bursts, 2)).not.toEqual(rowsOf(bursts, 1));
  });

  it('without noise every judge sees that nothing changed, and that everything is 1.5 times slower', () => {
    const rows = rowsOf(still);
    expect(rows.map(({ judge }) => judge)).toEqual([...judges, ...judges, ...judges]);
    for (const row of rows.filter(({ trueRatio }) => trueRatio === 1)) {
      expect(row).toMatchObject({ falseFail: 0, inconclusive: 0, falsePass: null, detected: null });
    }
    for (const row of rows.filter(({ trueRatio }) => trueRatio === 1.5)) {
      expect(row).toMatchObject({ detected: 1, inconclusive: 0, falsePass: null, falseFail: null });
    }
  });

  it('give the time of the first look where it decides, with the shortest warm-up', () => {
    const { design } = floodPlan('nightly', 1);
    const lastWindow = design.windows[2 * Math.min(...design.looksPairs) - 1];
    expect(rowsOf(still)[0]).toMatchObject({
      judge: 'tenantproof',
      trueRatio: 1,
      meanSeconds: design.warmUp.minSeconds + (lastWindow?.toSeconds ?? Number.NaN),
    });
  });

  it('have the keys that readers of --json rely on', () => {
    expect(Object.keys(rowsOf(still)[0] ?? {})).toEqual([
      'noise',
      'judge',
      'trueRatio',
      'limit',
      'falsePass',
      'falseFail',
      'detected',
      'inconclusive',
      'meanSeconds',
    ]);
  });
});

const judges = ['tenantproof', 'tenantproof-quick', 'k6-thresholds', 'point-estimate'];

const good: Row = {
  noise: 'clean',
  judge: 'tenantproof',
  trueRatio: 1,
  limit: 1.1,
  falsePass: null,
  falseFail: 0.01,
  detected: null,
  inconclusive: 0,
  meanSeconds: 150,
};

describe('what is required of our judge', () => {
  it('is marked where it is missed', () => {
    expect(table([good])).not.toContain('✗');
    expect(table([{ ...good, falseFail: 0.02 }])).toMatch(/2\.0 % ✗[^]*✗ 1 required figure is missed/);
  });

  it('is little time on a quiet machine that is as fast under attack, and nowhere else', () => {
    const slow: Row = { ...good, meanSeconds: 151 };
    expect(misses(slow, 'meanSeconds')).toBe(true);
    expect(misses({ ...slow, trueRatio: 1.1 }, 'meanSeconds')).toBe(false);
    expect(misses({ ...slow, noise: 'ci' }, 'meanSeconds')).toBe(false);
  });

  it('is not asked of the others', () => {
    expect(misses({ ...good, judge: 'k6-thresholds', falseFail: 1 }, 'falseFail')).toBe(false);
  });

  it('is at most 5 % of false passes and at least 99 % of breaches seen', () => {
    expect(misses({ ...good, falsePass: 0.05 }, 'falsePass')).toBe(false);
    expect(misses({ ...good, falsePass: 0.051 }, 'falsePass')).toBe(true);
    expect(misses({ ...good, detected: 0.99 }, 'detected')).toBe(false);
    expect(misses({ ...good, detected: 0.98 }, 'detected')).toBe(true);
  });
});
