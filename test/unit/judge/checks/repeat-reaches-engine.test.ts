import { describe, expect, it } from 'vitest';
import { repeatReachesEngine } from '../../../../src/judge/checks/repeat-reaches-engine.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import {
  completion,
  noAttackPlan,
  reading,
  spoiled,
  stepsPlan,
  stepsRecord,
} from '../example-completions.ts';

const check = repeatReachesEngine({
  own: { step: 'own', before: 'start', after: 'between' },
  others: { step: 'others', before: 'between', after: 'end' },
});

interface Repetitions {
  /** Tokens that the engines generated for each repetition. */
  own?: number;
  others?: number;
  othersStatus?: number;
}

const record = ({ own = 0, others = 12, othersStatus = 200 }: Repetitions): ArmRecord =>
  stepsRecord(
    reading('start', { output: 500 }),
    completion('own', 2, { as: 'tenant-a', headers: { 'x-cache': own === 0 ? 'hit' : 'miss' } }),
    reading('between', { output: 500 + own }),
    completion('others', 3, { httpStatus: othersStatus }),
    reading('end', { output: 500 + own + others }),
  );

describe('repeat-reaches-engine', () => {
  it("is held when the other's repetition was generated anew and the victim's own was not", () => {
    const found = check.judge(stepsPlan, record({}));
    expect(found).toMatchObject({ status: 'held', measured: 0 });
    expect(found.reason).toContain('12 tokens generated for it');
    expect(found.evidence).toContain(
      "The victim's own repetition: served, 0 tokens generated for it, x-cache says hit",
    );
  });

  it('is breached when the other was served and no engine worked for it', () => {
    expect(check.judge(stepsPlan, record({ others: 0 }))).toMatchObject({ status: 'breached', measured: 1 });
  });

  it.each([
    ['the cache never answered', record({ own: 12 }), 'the cache has not shown that it answers'],
    ['the other was refused', record({ others: 0, othersStatus: 429 }), 'not served'],
    ['nothing was seen', stepsRecord(), 'the request of own was not seen'],
    [
      'a reading is missing',
      stepsRecord(completion('own', 2), completion('others', 2)),
      'the reading start, between is missing',
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
    expect(check.judge(noAttackPlan, record({ others: 0 })).status).toBe('inconclusive');
  });
});
