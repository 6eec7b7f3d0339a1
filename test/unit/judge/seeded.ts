/** A seeded source of chance for tests: the same seed gives the same test. Source: mulberry32 (public domain). */
export interface Chance {
  /** In [0, 1). */
  uniform(): number;
  /** Mean 0, standard deviation 1. Source: Box & Muller (1958). */
  normal(): number;
  /** A whole number in [0, below). */
  whole(below: number): number;
}

export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    whole: (below) => Math.floor(uniform() * below),
  };
}
