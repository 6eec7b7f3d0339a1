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
  const all = [...ways.values()].reduce((sum, count) => sum + count, 0);
  const asLow = [...ways].reduce((sum, [total, count]) => (total <= seen ? sum + count : sum), 0);
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

/** How many choices of `size` ranks have each sum. */
function waysToSum(ranks: readonly number[], size: number): Map<number, number> {
  const bySize = Array.from({ length: size + 1 }, () => new Map<number, number>());
  bySize[0]?.set(0, 1);
  for (const rank of ranks) {
    for (let taken = size; taken > 0; taken -= 1) {
      const into = bySize[taken];
      for (const [sum, count] of bySize[taken - 1] ?? [])
        into?.set(sum + rank, (into.get(sum + rank) ?? 0) + count);
    }
  }
  return bySize[size] ?? new Map<number, number>();
}
