import { describe, expect, it } from 'vitest';
import { densestAdmitted } from '../../../../src/judge/checks/admitted-stretch.ts';
import type { Spans } from '../../../../src/model/load-digest.ts';
import { seeded, type Chance } from '../seeded.ts';

/** One request in 8 ms: excesses are eighths, so that sums are exact. */
const rate = { rateLimitRpm: 7500, burstRequests: 2 };
const perMs = 1 / 8;
const epochMs = 1_795_000_000_000;

const spans = (requests: readonly (readonly [startMs: number, endMs: number])[]): Spans => ({
  startMs: Float64Array.from(requests, ([startMs]) => epochMs + startMs),
  endMs: Float64Array.from(requests, ([, endMs]) => epochMs + endMs),
});

/** Requests beyond what the rate alone allows in that time. */
const excess = (admitted: number, milliseconds: number): number => admitted - perMs * milliseconds;

const excessFound = (admitted: Spans): number => {
  const found = densestAdmitted(admitted, rate);
  return excess(found?.admitted ?? 0, 1000 * (found?.seconds ?? 0));
};

const numbers = ({ startMs, endMs }: Spans) =>
  Array.from(startMs, (startMs, index) => ({ startMs, endMs: endMs[index] ?? startMs }));

/** From every start to every end. */
function excessOfAll(admitted: Spans): number {
  const requests = numbers(admitted);
  const stretches = requests.flatMap(({ startMs }) =>
    requests
      .filter(({ endMs }) => endMs >= startMs)
      .map(({ endMs }) => {
        const within = requests.filter((other) => other.startMs >= startMs && other.endMs <= endMs);
        return within.length > 0 ? excess(within.length, endMs - startMs) : Number.NEGATIVE_INFINITY;
      }),
  );
  return Math.max(...stretches);
}

/** All requests from one to another in the order of their starts, until the last answer among them. */
function excessInStartOrder(admitted: Spans): number {
  const requests = numbers(admitted).sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const stretches = requests.flatMap(({ startMs }, first) =>
    requests.slice(first).map((_, more) => {
      const within = requests.slice(first, first + more + 1);
      return excess(within.length, Math.max(...within.map(({ endMs }) => endMs)) - startMs);
    }),
  );
  return Math.max(...stretches);
}

const anyRequests = (chance: Chance): Spans =>
  spans(
    Array.from({ length: 1 + chance.whole(12) }, () => {
      const startMs = chance.whole(60);
      return [startMs, startMs + chance.whole(40)] as const;
    }),
  );

describe('densestAdmitted', () => {
  it('finds a burst, and leaves out a slow answer that began before it', () => {
    const burst = spans([
      [40, 50],
      [0, 900],
      [41, 48],
      [42, 45],
      [43, 46],
    ]);
    expect(densestAdmitted(burst, rate)).toEqual({ admitted: 4, bound: 3, seconds: 0.01 });
  });

  it('leaves out a slow answer that began within it, too', () => {
    const burst = spans([
      [0, 1],
      [1, 900],
      [2, 3],
      [3, 4],
    ]);
    expect(densestAdmitted(burst, rate)).toEqual({ admitted: 3, bound: 2, seconds: 0.004 });
  });

  it('is the shortest of several that are as dense', () => {
    const steady = spans([
      [0, 8],
      [8, 8],
      [16, 16],
    ]);
    expect(densestAdmitted(steady, rate)).toEqual({ admitted: 1, bound: 2, seconds: 0 });
  });

  it('finds nothing in nothing', () => {
    expect(densestAdmitted(spans([]), rate)).toBeUndefined();
  });

  it('is as dense as the densest of all stretches, and no less dense than by order of starts', () => {
    const chance = seeded(17);
    for (let run = 0; run < 400; run++) {
      const admitted = anyRequests(chance);
      expect(excessFound(admitted)).toBeCloseTo(excessOfAll(admitted), 9);
      expect(excessFound(admitted)).toBeGreaterThanOrEqual(excessInStartOrder(admitted) - 1e-9);
    }
  });

  it('says how many it counted, and in what time', () => {
    const chance = seeded(18);
    for (let run = 0; run < 100; run++) {
      const admitted = anyRequests(chance);
      const found = densestAdmitted(admitted, rate);
      const counts = numbers(admitted).map(
        ({ startMs }) =>
          numbers(admitted).filter(
            (other) =>
              other.startMs >= startMs && other.endMs <= startMs + 1000 * (found?.seconds ?? 0) + 1e-6,
          ).length,
      );
      expect(counts).toContain(found?.admitted);
      expect(found?.bound).toBe(Math.floor(2 + 125 * (found?.seconds ?? 0) + 1e-9));
    }
  });

  it('never blames an exact limiter, whenever it decides between start and end', () => {
    const chance = seeded(19);
    for (let run = 0; run < 50; run++) {
      let [tokens, lastMs] = [2, 0];
      const admitted: [number, number][] = [];
      for (let index = 0; index < 300; index++) {
        const decidedMs = lastMs + chance.uniform() * 4;
        tokens = Math.min(2, tokens + (decidedMs - lastMs) * perMs);
        lastMs = decidedMs;
        if (tokens < 1) continue;
        tokens--;
        admitted.push([decidedMs - chance.uniform() * 30, decidedMs + chance.uniform() * 30]);
      }
      const found = densestAdmitted(spans(admitted), rate);
      expect(found?.admitted).toBeLessThanOrEqual(found?.bound ?? 0);
    }
  });
});
