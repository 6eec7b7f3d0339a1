import { describe, expect, it } from 'vitest';
import { correctForMany } from '../../../src/judge/correct-for-many.ts';
import type { Status, Verdict } from '../../../src/model/report.ts';

const verdict = (id: string, status: Status, changes: Partial<Verdict> = {}): Verdict => ({
  id,
  scenario: 'flood',
  arm: 'protected',
  objective: 'What is promised',
  status,
  measured: 2,
  limit: 1,
  unit: 'ratio',
  reason: 'by the numbers',
  evidence: ['seen'],
  ...changes,
});

const statuses = (verdicts: readonly Verdict[]): string[] =>
  correctForMany(verdicts, 0.01).map(({ status }) => status);

describe('correctForMany', () => {
  it('keeps a breach that stands alone, up to the error itself', () => {
    expect(statuses([verdict('a', 'breached', { pValue: 0.01 })])).toEqual(['breached']);
  });

  it('does not count a breach that is no wonder among so many, and says why', () => {
    const many = [
      verdict('a', 'breached', { pValue: 0.006 }),
      verdict('b', 'held', { pValue: 0.9 }),
      verdict('c', 'inconclusive', { pValue: 0.4 }),
    ];
    const [first, ...rest] = correctForMany(many, 0.01);
    expect(first).toEqual({
      ...many[0],
      status: 'inconclusive',
      reason: 'alone it would be a breach, but of 3 objectives one looks so by chance with probability 0.018',
      evidence: ['seen', 'Not counted as breached: by the numbers'],
    });
    expect(rest).toEqual(many.slice(1));
  });

  it('keeps breaches that are sure enough for as many as are left', () => {
    const breaches = [0.0051, 0.0001, 0.004].map((pValue, index) =>
      verdict(`${index}`, 'breached', { pValue }),
    );
    // 3 · 0.0001, 2 · 0.004, 1 · 0.0051 and no less than 2 · 0.004.
    expect(statuses(breaches)).toEqual(['breached', 'breached', 'breached']);
    expect(statuses([...breaches, verdict('held', 'held', { pValue: 0.5 })])).toEqual(
      ['inconclusive', 'breached', 'inconclusive'].concat('held'),
    );
  });

  it('corrects no exact count, and is not corrected by one', () => {
    const counts = [verdict('count', 'breached'), verdict('other', 'held')];
    expect(statuses([...counts, verdict('a', 'breached', { pValue: 0.01 })])).toEqual([
      'breached',
      'held',
      'breached',
    ]);
  });

  it('neither corrects the weakened arm nor counts it', () => {
    const weakened = verdict('w', 'breached', { arm: 'weakened', pValue: 0.5 });
    expect(statuses([weakened, verdict('a', 'breached', { pValue: 0.01 })])).toEqual([
      'breached',
      'breached',
    ]);
  });

  it('makes nothing of what is no breach', () => {
    const found = [verdict('a', 'held', { pValue: 0.9 }), verdict('b', 'inconclusive', { pValue: 0.001 })];
    expect(correctForMany(found, 0.01)).toEqual(found);
  });
});
