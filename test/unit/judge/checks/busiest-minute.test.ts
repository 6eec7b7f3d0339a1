import { describe, expect, it } from 'vitest';
import { busiestMinute } from '../../../../src/judge/checks/busiest-minute.ts';

const spans = (...seconds: (readonly [start: number, end: number])[]) => ({
  startMs: Float64Array.from(seconds, ([start]) => 1000 * start),
  endMs: Float64Array.from(seconds, ([, end]) => 1000 * end),
});

describe('busiest minute', () => {
  it('is 0 without requests', () => {
    expect(busiestMinute(spans())).toBe(0);
  });

  it('counts those sent and answered within the same 60 seconds, bounds included', () => {
    expect(busiestMinute(spans([0, 1], [30, 31], [59, 60], [60, 61]))).toBe(3);
    expect(busiestMinute(spans([0, 1], [30, 31], [59, 60.001]))).toBe(2);
  });

  it('finds a minute in the middle, whatever their order', () => {
    expect(busiestMinute(spans([200, 201], [0, 1], [110, 111], [100, 101], [155, 156]))).toBe(3);
  });

  it('does not let one that takes longer than a minute hide another', () => {
    expect(busiestMinute(spans([0, 500], [10, 11], [20, 21]))).toBe(2);
  });

  it('agrees with counting every minute by hand', () => {
    let state = 7;
    const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 50; round++) {
      const all = Array.from({ length: 60 }, () => {
        const start = Math.floor(random() * 300);
        return [start, start + Math.floor(random() * 70)] as const;
      });
      const within = (from: number): number =>
        all.filter(([start, end]) => start >= from && end <= from + 60).length;
      expect(busiestMinute(spans(...all))).toBe(Math.max(...all.map(([start]) => within(start))));
    }
  });
});
