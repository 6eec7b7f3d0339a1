import { describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../../src/judge/summary.ts';
import type { Summary } from '../../../src/model/report.ts';

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
