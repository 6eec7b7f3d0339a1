import { describe, expect, it } from 'vitest';
import { tokensWithinLevel } from '../../../../src/judge/checks/tokens-within-level.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { at, times } from '../example-arm.ts';
import { completion, noAttackPlan, spoiled, stepsPlan, stepsRecord } from '../example-completions.ts';

const check = tokensWithinLevel({
  id: 'streams-refused-alike',
  objective: 'All are refused at the same point',
  steps: ['whole', 'streams'],
});

/** With 300 tokens left at second 2, requests for 100 tokens each, all answered at second 3; 10 tokens a second come in. */
const burst = (step: string, served: number, refused = 8 - served): Observation[] => [
  at(2, { kind: 'token-bucket', step, tenant: 'tenant-b', remainingTokens: 300 }),
  ...times(served, completion(step, 3, { tokensAsked: 100 })),
  ...times(refused, completion(step, 3, { tokensAsked: 100, httpStatus: 429 })),
];
const judge = (...seen: Observation[]) => check.judge(stepsPlan, stepsRecord(...seen));

describe('tokens-within-level', () => {
  const sound = [...burst('whole', 3), ...burst('streams', 3)];

  it('is held when each step got what was left', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 0 });
    expect(found.reason).toContain(
      'streams: 300 tokens let in, 300 were left and 311 allowed by the end, 5 refused',
    );
  });

  it('is breached when one of them got more', () => {
    const found = judge(...burst('whole', 3), ...burst('streams', 8));
    expect(found).toMatchObject({ status: 'breached', measured: 489 });
  });

  it.each([
    ['nothing was refused', burst('streams', 3, 0), 'nothing was refused'],
    ['another limit refused first', burst('streams', 2), 'another limit refused first, after 200 of 300'],
    ['nobody looked what was left', burst('streams', 3).slice(1), 'what was left at the start was not seen'],
    ['no request was seen', burst('streams', 0, 0), 'no request was seen'],
    [
      'one failed otherwise',
      [...burst('streams', 3), completion('streams', 3, { httpStatus: 503 })],
      '1 neither served nor refused',
    ],
  ])('is inconclusive when %s', (_what, streams, reason) => {
    const found = judge(...burst('whole', 3), ...streams);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it.each(spoiled(stepsRecord(...sound)))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(stepsPlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    const record = stepsRecord(...burst('whole', 3), ...burst('streams', 8));
    expect(check.judge(noAttackPlan, record).status).toBe('inconclusive');
  });
});
