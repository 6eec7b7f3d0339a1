import type { Allowance, Counter } from '../dialect.ts';
import { known, type MaybeKnown } from './known.ts';

/** Undefined if nothing is known, or only how long the window is, which alone limits nothing. */
export function counterOf(parts: Partial<MaybeKnown<Counter>>): Counter | undefined {
  const { limit, remaining, resetSeconds, windowSeconds } = parts;
  if (limit === undefined && remaining === undefined && resetSeconds === undefined) return undefined;
  return known<Counter>({ limit, remaining, resetSeconds, windowSeconds });
}

export const allowanceOf = (parts: MaybeKnown<Allowance>): Allowance => known<Allowance>(parts);

/**
 * Of several limits of one kind the one that is nearest to being reached: with the fewest remaining, and of those the
 * one with the longest window, since it keeps a client out for longest.
 */
export function tightest(counters: readonly Counter[]): Counter | undefined {
  return counters.toSorted(
    (a, b) =>
      (a.remaining ?? Number.MAX_VALUE) - (b.remaining ?? Number.MAX_VALUE) ||
      (b.windowSeconds ?? 0) - (a.windowSeconds ?? 0),
  )[0];
}

/** When the last of the limits that are used up is whole again; undefined if none is used up, or none says when. */
export function untilRestored({ requests, tokens }: Allowance): number | undefined {
  const resets = [requests, tokens].flatMap((counter) =>
    counter?.remaining === 0 && counter.resetSeconds !== undefined ? [counter.resetSeconds] : [],
  );
  return resets.length === 0 ? undefined : Math.max(...resets);
}
