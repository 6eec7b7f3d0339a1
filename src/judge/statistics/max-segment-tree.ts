/** Places in a row, of which the largest value is known at any time. */
export interface MaxSegmentTree {
  /**
   * Gives a place its value, and raises it and every value before it by one. Each place takes one value; those that have
   * none stay out. In logarithmic time.
   */
  put(place: number, value: number): void;
  /** The largest value, raises included; −Infinity before the first. */
  max(): number;
}

/**
 * A segment tree over `length` places. A node knows the number of values under it and the largest of them, raised by
 * those under itself only; a raise that comes from the right reaches the left half when the two are joined, so nothing
 * is pushed down. Node 1 is the root, and the halves of node i are 2i and 2i + 1.
 * Source: de Berg et al., "Computational Geometry" (2008), section 10.3.
 */
export function maxSegmentTree(length: number): MaxSegmentTree {
  const leaves = 2 ** Math.ceil(Math.log2(Math.max(1, length)));
  const count = new Uint32Array(2 * leaves);
  const largest = new Float64Array(2 * leaves).fill(Number.NEGATIVE_INFINITY);
  const countOf = (node: number): number => count[node] ?? 0;
  const largestOf = (node: number): number => largest[node] ?? Number.NEGATIVE_INFINITY;
  return {
    put(place, value) {
      let node = leaves + place;
      count[node] = 1;
      largest[node] = value + 1;
      while (node > 1) {
        node >>= 1;
        const [left, right] = [2 * node, 2 * node + 1];
        count[node] = countOf(left) + countOf(right);
        largest[node] = Math.max(largestOf(left) + countOf(right), largestOf(right));
      }
    },
    max: () => largestOf(1),
  };
}
