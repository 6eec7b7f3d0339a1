import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../../src/judge/matrix/fates-of.ts';
import { matrixOf } from '../../../src/judge/matrix/matrix-of.ts';
import type { MatrixCell } from '../../../src/model/matrix.ts';
import type { Status, Verdict } from '../../../src/model/report.ts';
import { endpointReport, exampleReport } from '../report/example-report.ts';

const weaknessesOf = (...fixtures: string[]): Catalogue['scenarios'][number]['weaknesses'] => {
  const [first = '', ...rest] = fixtures;
  const named = (fixture: string) => ({ fixture, removes: `${fixture} removed` });
  return [named(first), ...rest.map(named)];
};

const catalogue: Catalogue = {
  scenarios: [
    { id: 'flood', weaknesses: weaknessesOf('limiter-off', 'fifo') },
    { id: 'burst', weaknesses: weaknessesOf('limiter-off') },
    { id: 'storm', weaknesses: weaknessesOf('no-quota') },
  ],
  weaknesses: ['fifo', 'limiter-off', 'no-quota', 'unknown-to-all'],
};

function verdict(scenario: string, status: Status, weakness?: string): Verdict {
  const [first] = exampleReport.verdicts;
  if (!first) throw new Error('The example has verdicts');
  return { ...first, scenario, status, ...(weakness === undefined ? {} : { arm: 'weakened', weakness }) };
}

const { run } = exampleReport;
const cellsOf = (...verdicts: Verdict[]): MatrixCell[] => matrixOf({ run, verdicts }, catalogue).cells;
const statusOf = (weakness: string | null, ...verdicts: Verdict[]): Status | undefined =>
  cellsOf(...verdicts).find((cell) => cell.weakness === weakness)?.status;

describe('cells', () => {
  test('each scenario of the run stands there on the sound stack, then with each of its weaknesses', () => {
    expect(cellsOf(verdict('flood', 'held'), verdict('flood', 'breached', 'limiter-off'))).toEqual([
      { scenario: 'flood', weakness: null, status: 'held' },
      { scenario: 'flood', weakness: 'limiter-off', status: 'breached' },
      { scenario: 'flood', weakness: 'fifo', status: 'not-verified' },
    ]);
  });

  test.each<[Status, Status[]]>([
    ['breached', ['held', 'inconclusive', 'breached']],
    ['inconclusive', ['held', 'inconclusive']],
    ['held', ['held', 'held']],
    ['not-verified', ['not-verified']],
  ])('the sound stack is %s where its verdicts are %j', (worst, statuses) => {
    expect(statusOf(null, ...statuses.map((status) => verdict('flood', status)))).toBe(worst);
  });

  test.each<[Status, Status[]]>([
    ['breached', ['breached', 'breached']],
    ['held', ['breached', 'held', 'inconclusive']],
    ['inconclusive', ['breached', 'inconclusive']],
  ])('a weakness is %s where its verdicts are %j: caught only by all', (status, statuses) => {
    const found = statuses.map((seen) => verdict('flood', seen, 'fifo'));
    expect(statusOf('fifo', verdict('flood', 'held'), ...found)).toBe(status);
  });

  test('a weakness whose arm was never played is not missed by anybody', () => {
    const untold: Verdict = { ...verdict('flood', 'inconclusive', 'fifo'), notPlayed: true };
    expect(statusOf('fifo', verdict('flood', 'held'), untold)).toBe('not-verified');
    const { fates } = matrixOf({ run, verdicts: [untold] }, catalogue);
    expect(fates[0]).toEqual({ weakness: 'fifo', caughtBy: [], missedBy: [], notPlayedBy: ['flood'] });
  });

  test('a weakness that only an older run knows is not lost', () => {
    expect(statusOf('slow', verdict('flood', 'held'), verdict('flood', 'breached', 'slow'))).toBe('breached');
  });
});

test('every weakness is there, with who caught it, who missed it, and who was not asked', () => {
  const { fates } = matrixOf(
    {
      run,
      verdicts: [
        verdict('flood', 'held'),
        verdict('flood', 'breached', 'limiter-off'),
        verdict('flood', 'held', 'fifo'),
        verdict('burst', 'held'),
        verdict('burst', 'inconclusive', 'limiter-off'),
      ],
    },
    catalogue,
  );
  expect(fates).toEqual([
    { weakness: 'fifo', caughtBy: [], missedBy: ['flood'], notPlayedBy: [] },
    { weakness: 'limiter-off', caughtBy: ['flood'], missedBy: ['burst'], notPlayedBy: [] },
    { weakness: 'no-quota', caughtBy: [], missedBy: [], notPlayedBy: ['storm'] },
    { weakness: 'unknown-to-all', caughtBy: [], missedBy: [], notPlayedBy: [] },
  ]);
});

test('a run on a platform that is not ours has its scenarios, and no weakness', () => {
  const { cells, fates } = matrixOf(endpointReport, catalogue);
  expect(cells).toEqual([
    { scenario: 'request-flood', weakness: null, status: 'held', control: 'not-exercised' },
    { scenario: 'gpu-quota-storm', weakness: null, status: 'not-verified' },
  ]);
  expect(fates).toEqual([]);
});
