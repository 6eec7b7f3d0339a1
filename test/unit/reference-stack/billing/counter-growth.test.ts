import { describe, expect, it } from 'vitest';
import {
  counterIncrease,
  growthOf,
  type Sample,
} from '../../../../src/reference-stack/billing/counter-growth.ts';
import { seeded } from '../../judge/seeded.ts';

const samples = (...pairs: [atMs: number, value: number][]): Sample[] =>
  pairs.map(([atMs, value]) => ({ atMs, value }));

const grown = (scraped: Sample[], fromMs: number, beginAt?: number): string =>
  counterIncrease(scraped, fromMs, beginAt).toFixed();

describe('the increase of a counter', () => {
  it.each<[string, Sample[], number | undefined, string]>([
    ['no samples', [], 0, '0'],
    ['samples from before the period alone', samples([90, 7], [100, 9]), undefined, '0'],
    ['the last sample before the period is where it began', samples([90, 7], [100, 9], [110, 12]), 0, '3'],
    ['a first sample of a counter that began at zero counts in full', samples([110, 3], [120, 5]), 0, '5'],
    [
      'a first sample after nobody knows what counts for nothing',
      samples([110, 3], [120, 5]),
      undefined,
      '2',
    ],
    ['a single sample of a counter that began at zero', samples([110, 1]), 0, '1'],
    ['a gap loses nothing', samples([100, 2], [5000, 10]), undefined, '8'],
    [
      'what is after a reset counts in full',
      samples([100, 2], [110, 10], [120, 4], [130, 5]),
      undefined,
      '13',
    ],
    ['a reset to zero', samples([100, 2], [110, 10], [120, 0], [130, 1]), undefined, '9'],
    ['a reset at the begin of the period', samples([100, 9], [110, 4]), undefined, '4'],
    ['a reset before the period is not of the period', samples([80, 9], [90, 1], [110, 4]), undefined, '3'],
    ['two resets in a row', samples([100, 9], [110, 4], [120, 3], [130, 2]), undefined, '9'],
    ['a counter that stands still', samples([100, 9], [110, 9], [120, 9]), undefined, '0'],
    ['decimals add up as decimals', samples([100, 0.1], [110, 0.3]), undefined, '0.2'],
  ])('%s', (_what, scraped, beginAt, expected) => {
    expect(grown(scraped, 100, beginAt)).toBe(expected);
  });

  it('is what was counted, whatever the resets, and periods laid end to end add up', () => {
    const chance = seeded(7);
    for (let round = 0; round < 200; round += 1) {
      let value = 0;
      let counted = 0;
      const scraped: Sample[] = [];
      for (let atMs = 1; atMs <= 60; atMs += 1) {
        const resets = value > 0 && chance.uniform() < 0.1;
        // A reset that the next sample shows: below the old value.
        const step = resets ? chance.whole(value) : chance.whole(5);
        value = resets ? step : value + step;
        counted += step;
        scraped.push({ atMs, value });
      }
      const middle = chance.whole(60);
      const until = scraped.filter(({ atMs }) => atMs <= middle);
      expect(grown(scraped, 0, 0)).toBe(String(counted));
      expect(
        counterIncrease(until, 0, 0)
          .plus(counterIncrease(scraped, middle, 0))
          .toFixed(),
      ).toBe(String(counted));
    }
  });
});

describe('the growth of a tenant over all that serves it', () => {
  const fromMs = 100_000;
  const counter = { target: 'gateway', samples: samples([110_000, 3], [120_000, 5]) };

  it.each([
    ['began in the period', samples([110_000, 105]), '5', []],
    ['was scraped before without the series', samples([104_000, 50], [110_000, 50]), '5', []],
    ['ran before the period, unseen', samples([110_000, 50]), '2', ['gateway']],
  ])('a target that %s', (_what, scraped, amount, uncertainTargets) => {
    const growth = growthOf([counter], [{ target: 'gateway', samples: scraped }], fromMs);
    expect({ ...growth, amount: growth.amount.toFixed() }).toEqual({ amount, uncertainTargets });
  });

  it('does not guess about a target that says nothing of its begin', () => {
    const growth = growthOf([counter, counter], [], fromMs);
    expect(growth.amount.toFixed()).toBe('4');
    expect(growth.uncertainTargets).toEqual(['gateway']);
  });

  it('sums up replicas', () => {
    const other = { target: 'other', samples: samples([99_000, 40], [120_000, 41]) };
    const began = { target: 'gateway', samples: samples([110_000, 105]) };
    expect(growthOf([counter, other], [began], fromMs).amount.toFixed()).toBe('6');
  });
});
