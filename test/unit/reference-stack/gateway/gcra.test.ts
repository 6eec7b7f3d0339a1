import { describe, expect, it } from 'vitest';
import { createGcra } from '../../../../src/reference-stack/gateway/gcra.ts';
import type { RequestRate } from '../../../../src/reference-stack/gateway/request-rate.ts';

/** Ten a second, three at once. */
const limit = { perMinute: 600, burst: 3 };

describe('gcra', () => {
  it('admits the burst at once, then one every interval', () => {
    const gcra = createGcra(limit);
    expect(takes(gcra, [0, 0, 0, 0, 99, 100, 100, 199, 200])).toEqual([0, 0, 0, 100, 200]);
  });

  it('admits exactly the burst after a long silence, not what the silence would have earned', () => {
    const gcra = createGcra(limit);
    expect(
      takes(
        gcra,
        Array.from({ length: 10 }, () => 1_000_000),
      ),
    ).toHaveLength(3);
  });

  it('says how long to wait, and that is exact', () => {
    const gcra = createGcra(limit);
    takes(gcra, [0, 0, 0]);
    expect(gcra.waitMs(40)).toBe(60);
    expect(gcra.take(99.999)).toBe(false);
    expect(gcra.take(100)).toBe(true);
  });

  it('tells what remains and when all of it is back', () => {
    const gcra = createGcra(limit);
    expect([gcra.remaining(0), gcra.resetMs(0)]).toEqual([3, 0]);
    takes(gcra, [0, 0]);
    expect([gcra.remaining(0), gcra.resetMs(0)]).toEqual([1, 200]);
    expect([gcra.remaining(100), gcra.resetMs(100)]).toEqual([2, 100]);
  });

  it('is not moved by asking or by refusals', () => {
    const gcra = createGcra(limit);
    takes(gcra, [0, 0, 0]);
    for (let asked = 0; asked < 1000; asked += 1) {
      gcra.waitMs(0);
      gcra.take(0);
    }
    expect(gcra.take(100)).toBe(true);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('admits at most burst + rate·T in every window (seed %i)', (seed) => {
    const random = randomFrom(seed);
    const perMinute = 60 + Math.floor(random() * 6000);
    const burst = 1 + Math.floor(random() * 30);
    const gcra = createGcra({ perMinute, burst });
    let atMs = 0;
    const arrivals = Array.from({ length: 3000 }, () => {
      // Silences, regular arrivals and bursts at the same instant.
      const kind = random();
      if (kind > 0.99) atMs += random() * 5000;
      else if (kind > 0.5) atMs += random() * 20;
      return atMs;
    });
    const admitted = takes(gcra, arrivals);
    expect(admitted.length).toBeGreaterThan(burst);
    expect(largestExcess(admitted, { perMinute, burst })).toBeLessThanOrEqual(1e-6);
  });

  it('reaches the bound: it is not stricter than promised', () => {
    const gcra = createGcra(limit);
    const everyMs = Array.from({ length: 60_001 }, (_, atMs) => atMs);
    expect(takes(gcra, [0, 0, ...everyMs])).toHaveLength(3 + 600);
  });

  it('carries what was used into a new limit, but never a debt beyond its burst', () => {
    const gcra = createGcra({ perMinute: 600, burst: 100 });
    takes(
      gcra,
      Array.from({ length: 100 }, () => 0),
    );
    gcra.reconfigure({ perMinute: 60, burst: 2 }, 0);
    expect(gcra.remaining(0)).toBe(0);
    expect(gcra.waitMs(0)).toBe(1000);
    gcra.reconfigure({ perMinute: 600, burst: 100 }, 0);
    expect(gcra.remaining(0)).toBe(98);
  });
});

function takes(gcra: RequestRate, arrivalsMs: readonly number[]): number[] {
  return arrivalsMs.filter((atMs) => gcra.take(atMs));
}

/** Over all closed windows between two admissions: admitted − (burst + rate·T), at its worst. */
function largestExcess(admitted: readonly number[], limit: { perMinute: number; burst: number }): number {
  let worst = Number.NEGATIVE_INFINITY;
  for (const [first, fromMs] of admitted.entries()) {
    for (let last = first; last < admitted.length; last += 1) {
      const allowed = limit.burst + (((admitted[last] ?? 0) - fromMs) * limit.perMinute) / 60_000;
      worst = Math.max(worst, last - first + 1 - allowed);
    }
  }
  return worst;
}

/** mulberry32: small, seeded, good enough to stir arrivals. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
