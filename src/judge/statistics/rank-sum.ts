/**
 * One-sided p-value of "the values are not smaller than the others": the chance that so many, drawn at random from both
 * lots together, have ranks with a sum as low as theirs. Exact for any number of values; equal ones share their ranks.
 * Source: Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); counted by the shift
 * algorithm of Streitberg & Röhmel, "Exact distributions for permutation and rank tests", Statistical Software
 * Newsletter 12 (1986).
 * @returns 1 if there are no values or no others
 */
export function smallerP(values: readonly number[], others: readonly number[]): number {
  const ranks = doubledRanks([...values, ...others]);
  const seen = ranks.slice(0, values.length).reduce((sum, rank) => sum + rank, 0);
  const ways = waysToSum(ranks, values.length);
  const all = ways.reduce((sum, count) => sum + count, 0);
  const asLow = ways.subarray(0, seen + 1).reduce((sum, count) => sum + count, 0);
  return asLow / all;
}

/** Twice the rank of each, so that the rank which equal values share is a whole number. */
function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return 2 * below + equal + 1;
  });
}

/** How many choices of `size` ranks have each sum, by the sum. */
function waysToSum(ranks: readonly number[], size: number): Float64Array {
  const most = ranks.reduce((sum, rank) => sum + rank, 0);
  const bySize = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  bySize[0]?.fill(1, 0, 1);
  let reached = 0;
  for (const [index, rank] of ranks.entries()) {
    reached += rank;
    for (let taken = Math.min(size, index + 1); taken > 0; taken -= 1) {
      const [into, from] = [bySize[taken], bySize[taken - 1]];
      if (!into || !from) continue;
      for (let sum = rank; sum <= reached; sum += 1) into[sum] = (into[sum] ?? 0) + (from[sum - rank] ?? 0);
    }
  }
  return bySize[size] ?? new Float64Array();
}
