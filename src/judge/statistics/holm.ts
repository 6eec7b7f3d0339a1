/**
 * Adjusted p-values of several tests made at once: those at or below an error may be rejected together, and the chance
 * that any of them is rejected wrongly is at most that error, however the tests depend on each other. The i-th smallest
 * of m becomes the largest of (m − j + 1) · p₍ⱼ₎ over j ≤ i, and at most 1.
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
 * @returns in the order given
 */
export function holm(pValues: readonly number[]): number[] {
  const ascending = [...pValues.entries()].sort(([, a], [, b]) => a - b);
  const adjusted = [...pValues];
  let largest = 0;
  for (const [rank, [place, p]] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p));
    adjusted[place] = largest;
  }
  return adjusted;
}
