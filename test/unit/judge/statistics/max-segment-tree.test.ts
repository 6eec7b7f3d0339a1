import { describe, expect, it } from 'vitest';
import { maxSegmentTree } from '../../../../src/judge/statistics/max-segment-tree.ts';
import { seeded } from '../seeded.ts';

describe('maxSegmentTree', () => {
  it('raises a value by one for itself and for each that comes at or after its place', () => {
    const tree = maxSegmentTree(3);
    expect(tree.max()).toBe(Number.NEGATIVE_INFINITY);
    tree.put(1, 10);
    expect(tree.max()).toBe(11);
    tree.put(0, 9.5);
    expect(tree.max()).toBe(11.5);
    tree.put(2, -100);
    expect(tree.max()).toBe(12.5);
  });

  it('says what a look at every place says', () => {
    const chance = seeded(6);
    for (let length = 1; length <= 40; length++) {
      const tree = maxSegmentTree(length);
      const values = new Map<number, number>();
      const free = Array.from({ length }, (_, place) => place);
      while (free.length > 0) {
        const [place = 0] = free.splice(chance.whole(free.length), 1);
        const value = chance.whole(20);
        values.set(place, value);
        tree.put(place, value);
        const raised = [...values].map(
          ([place, value]) => value + [...values.keys()].filter((other) => other >= place).length,
        );
        expect(tree.max()).toBe(Math.max(...raised));
      }
    }
  });
});
