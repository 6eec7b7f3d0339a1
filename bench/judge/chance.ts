/** A seeded source of chance for hundreds of millions of draws: the same seed, name and turn give the same numbers. */
export interface Chance {
  /** In [0, 1). */
  uniform(): number;
  /** A whole number in [0, below). */
  whole(below: number): number;
  /** Mean 0, standard deviation 1. Source: Box & Muller (1958). */
  normal(): number;
  /** Mean 1, never negative. */
  exponential(): number;
}

/** Draws after which the seed is spread over the whole state. */
const discarded = 20;

/**
 * Source: sfc32 by C. Doty-Humphrey, PractRand (public domain). The generator of the plans repeats after 2³² draws and every
 * seed is a place in that one circle; this one has a state of 128 bits.
 * @param name what is drawn for
 * @param turn which of many alike, from 0
 */
export function chanceOf(seed: number, name: string, turn: number): Chance {
  let [a, b, c, counter] = [seed | 0, hash(name), turn | 0, 1];
  const next = (): number => {
    const drawn = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  };
  for (let draw = 0; draw < discarded; draw++) next();
  const uniform = (): number => next() / 2 ** 32;
  return {
    uniform,
    whole: (below) => Math.floor(uniform() * below),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    exponential: () => -Math.log(1 - uniform()),
  };
}

/** Source: FNV-1a, 32 bits, by Fowler, Noll & Vo (public domain). */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (const letter of text) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return mixed;
}
