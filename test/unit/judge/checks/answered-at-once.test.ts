import { describe, expect, it } from 'vitest';
import { answeredAtOnce } from '../../../../src/judge/checks/answered-at-once.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import { completion, noAttackPlan } from '../example-completions.ts';
import { outsidePlan, outsideRecord, spoiledOutside } from '../example-outside.ts';

const check = answeredAtOnce({ burst: 'burst' });
const judge = (...seen: Observation[]) => check.judge(outsidePlan, outsideRecord(...seen));

/** Sent at second 2; the first byte came after 0.1 s, and the last so long after it was sent. */
const stream = (seconds: number, firstByteMs: number | null = 100): Observation =>
  completion('burst', 2 + seconds, { durationMs: 1000 * seconds, firstByteMs });
const refused = completion('burst', 2.01, { httpStatus: 429, durationMs: 10, firstByteMs: 5 });

describe('answered-at-once', () => {
  /** Four may be open. */
  const sound = [...times(4, stream(3)), ...times(8, refused)];

  it('is held when as many were answered at once as may be, and the others were refused', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 4, limit: 4, samples: 12 });
    expect(found.reason).toBe(
      '4 answers were under way at the same time, 4 may be; 8 of 12 requests were refused',
    );
  });

  it('is breached by one answer more that was under way beside them', () => {
    expect(judge(...sound, stream(2.5))).toMatchObject({ status: 'breached', measured: 5 });
    expect(judge(...times(12, stream(3)))).toMatchObject({ status: 'breached', measured: 12 });
  });

  it.each([
    ['waited in a queue until another was over', stream(6, 3200)],
    ['began as the others ended, as far as a client can tell', stream(6, 2960)],
    ['said nothing before its end', stream(3, null)],
    ['came all at once', stream(3, 2980)],
  ])('does not count an answer that %s', (_what, other) => {
    expect(judge(...sound, other)).toMatchObject({ status: 'held', measured: 4 });
  });

  it.each([
    ['fewer were let in than may be open', [...times(3, stream(3)), ...times(9, refused)]],
    [
      'answers were too short to be seen beside each other',
      [...times(4, stream(0.12)), ...times(8, refused)],
    ],
    ['nothing was refused', times(4, stream(3))],
    ['no request was seen', []],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });

  it.each(spoiledOutside(outsideRecord(...sound)))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(outsidePlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    const plan = { ...outsidePlan, attack: noAttackPlan.attack };
    expect(check.judge(plan, outsideRecord(...times(12, stream(3)))).status).toBe('inconclusive');
  });
});
