import { describe, expect, it } from 'vitest';
import { holm } from '../../../../src/judge/statistics/holm.ts';

describe('holm', () => {
  it.each([
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [[0.2], [0.2]],
    [
      [0.6, 0.6],
      [1, 1],
    ],
    [
      [0.02, 0.02, 0.5],
      [0.06, 0.06, 0.5],
    ],
    [[], []],
  ])('of %j is %j', (pValues, adjusted) => {
    const found = holm(pValues);
    expect(found).toHaveLength(adjusted.length);
    for (const [index, p] of adjusted.entries()) expect(found[index]).toBeCloseTo(p, 12);
  });

  it('leaves its input as it was', () => {
    const pValues = [0.5, 0.1];
    holm(pValues);
    expect(pValues).toEqual([0.5, 0.1]);
  });
});
