import { describe, expect, it } from 'vitest';
import { exitCodeFor, exitCodeOfReport } from '../../../src/judge/summary.ts';
import type { Summary } from '../../../src/model/report.ts';
import { exampleReport } from '../report/example-report.ts';

describe('exitCodeFor', () => {
  const none = {
    held: 0,
    breached: 0,
    inconclusive: 0,
    notVerified: 0,
    controlsCaught: 0,
    controlsMissed: 0,
  };
  it.each<[number, Partial<Summary>]>([
    [0, { held: 1 }],
    [0, { held: 8, notVerified: 2, controlsCaught: 3 }],
    [99, { held: 1, breached: 1, inconclusive: 1, controlsMissed: 1 }],
    [20, { held: 1, inconclusive: 1 }],
    [20, { held: 1, controlsMissed: 1 }],
    [20, { held: 1, controlsCaught: 2, controlsNotPlayed: 1 }],
    [99, { held: 1, breached: 1, controlsNotPlayed: 1 }],
    [20, {}],
    [20, { notVerified: 3 }],
    [20, { controlsCaught: 3 }],
  ])('is %i for %o', (expected, counts) => {
    expect(exitCodeFor({ ...none, ...counts })).toBe(expected);
  });
});

it('of a report is that of an interruption, if it was one, and else that of its verdicts', () => {
  const { run } = exampleReport;
  expect(exitCodeOfReport(exampleReport)).toBe(99);
  expect(exitCodeOfReport({ ...exampleReport, run: { ...run, endedEarly: 'etcd was lost' } })).toBe(99);
  const interrupted = { ...run, endedEarly: 'Interrupted', interrupted: true } as const;
  expect(exitCodeOfReport({ ...exampleReport, run: interrupted })).toBe(105);
});

it('of a report whose run ended early is never 0, also if all that was played held', () => {
  const { run, summary } = exampleReport;
  const allHeld = { run, summary: { ...summary, held: 3, breached: 0, inconclusive: 0, controlsMissed: 0 } };
  expect(exitCodeOfReport(allHeld)).toBe(0);
  expect(exitCodeOfReport({ ...allHeld, run: { ...run, endedEarly: 'the API server was lost' } })).toBe(20);
});
