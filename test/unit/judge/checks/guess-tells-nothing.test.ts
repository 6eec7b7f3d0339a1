import { describe, expect, it } from 'vitest';
import { guessTellsNothing } from '../../../../src/judge/checks/guess-tells-nothing.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import { completion, noAttackPlan, spoiled, stepsPlan, stepsRecord } from '../example-completions.ts';

const ids = (what: string): string[] => Array.from({ length: 6 }, (_, round) => `${what}-${round}`);
const check = guessTellsNothing({
  first: ids('first'),
  own: ids('own'),
  guesses: ids('guess'),
  fresh: ids('fresh'),
});

/** Milliseconds to the first token, round after round. */
const hits = [12, 13, 15, 14, 12.5, 60];
const misses = [131, 129, 140, 133, 132, 190];
const others = [130, 134, 128, 150, 129.5, 136];

interface Waits {
  first?: readonly (number | null)[];
  own?: readonly number[];
  guess?: readonly number[];
  fresh?: readonly number[];
  guessStatus?: number;
}

function record({
  first = misses,
  own = hits,
  guess = others,
  fresh = misses,
  guessStatus = 200,
}: Waits): ArmRecord {
  const calls = Object.entries({ first, own, guess, fresh }).flatMap(([what, waits]) =>
    waits.map((firstByteMs, round) =>
      completion(`${what}-${round}`, 2, {
        firstByteMs,
        httpStatus: what === 'guess' ? guessStatus : 200,
      }),
    ),
  );
  return stepsRecord(...calls);
}

describe('guess-tells-nothing', () => {
  it('is held when guesses take as long as fresh prompts, and hits are seen to be shorter', () => {
    const found = check.judge(stepsPlan, record({}));
    expect(found).toMatchObject({ status: 'held', measured: 0.98, samples: 12 });
    expect(found.reason).toContain('guesses 130 ms, fresh prompts 132 ms');
    expect(found.evidence[0]).toContain("The victim's own repetitions: 13 ms");
  });

  it('is breached when guesses take as long as hits, and says how likely that is by chance', () => {
    const found = check.judge(stepsPlan, record({ guess: hits }));
    expect(found).toMatchObject({ status: 'breached', measured: 0.1 });
    expect(found.pValue).toBeCloseTo(1 / 924, 12);
  });

  it('is breached when guesses are but a little shorter, each of them', () => {
    const guess = [120, 121, 122, 123, 124, 125];
    expect(check.judge(stepsPlan, record({ guess })).status).toBe('breached');
  });

  it('is not misled by one guess that was quick', () => {
    expect(check.judge(stepsPlan, record({ guess: [100, ...others.slice(1)] })).status).toBe('held');
  });

  it.each([
    ['no hit was seen to be shorter', record({ own: misses }), 'the cache has not shown that it shortens'],
    [
      'guesses lie between hits and fresh prompts, here and there',
      record({ guess: [12, 13, 131, 135, 140, 150] }),
      "can't be told from hits",
    ],
    ['a guess was refused', record({ guessStatus: 429 }), 'not all of 24 prompts were answered'],
    [
      'a first token was not seen',
      record({ first: [null, ...misses.slice(1)] }),
      'not all of 24 prompts were answered',
    ],
    ['nothing was seen', stepsRecord(), 'not all of 24 prompts were answered'],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it.each(spoiled(record({})))('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    expect(check.judge(noAttackPlan, record({ guess: hits })).status).toBe('inconclusive');
  });
});
