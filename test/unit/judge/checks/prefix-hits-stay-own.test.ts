import { describe, expect, it } from 'vitest';
import { prefixHitsStayOwn } from '../../../../src/judge/checks/prefix-hits-stay-own.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import {
  completion,
  noAttackPlan,
  reading,
  spoiled,
  stepsPlan,
  stepsRecord,
} from '../example-completions.ts';

const check = prefixHitsStayOwn({
  own: { steps: ['own-0', 'own-1'], from: 'start', to: 'between' },
  others: { steps: ['guess-0', 'guess-1'], from: 'between', to: 'end' },
});

interface Seen {
  /** Tokens found in the cache. */
  own?: number;
  others?: number;
  guessStatus?: number;
}

const record = ({ own = 190, others = 0, guessStatus = 200 }: Seen): ArmRecord =>
  stepsRecord(
    reading('start', {}),
    ...['own-0', 'own-1'].map((step) => completion(step, 2, { as: 'tenant-a', tokensAsked: 100 })),
    reading('between', { hits: own }),
    ...['guess-0', 'guess-1'].map((step) =>
      completion(step, 3, { tokensAsked: 100, httpStatus: guessStatus }),
    ),
    reading('end', { hits: own + others }),
  );

describe('prefix-hits-stay-own', () => {
  it("is held when the victim's repetitions are found in the cache, and the same prompts of another are not", () => {
    const found = check.judge(stepsPlan, record({}));
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 2 });
    expect(found.reason).toContain('2 requests served, 190 of 200 tokens found in the cache');
  });

  it("is breached by a single block found among another's", () => {
    expect(check.judge(stepsPlan, record({ others: 16 }))).toMatchObject({
      status: 'breached',
      measured: 16,
    });
  });

  it.each([
    ['the cache found next to nothing', record({ own: 90 }), 'the cache has not shown that it works'],
    ['a prompt was refused', record({ guessStatus: 429 }), 'not all prompts were served'],
    ['nobody asked', stepsRecord(reading('start', {}), reading('between', {}), reading('end', {})), 'no req'],
    ['nothing was read', stepsRecord(), 'the reading start, between is missing'],
    [
      'the engine began anew',
      stepsRecord(
        reading('start', {}),
        reading('between', {}),
        reading('end', {}, { processes: ['pod since 2'] }),
        completion('own-0', 2),
      ),
      'who counted hits changed',
    ],
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
    expect(check.judge(noAttackPlan, record({ others: 16 })).status).toBe('inconclusive');
  });
});
