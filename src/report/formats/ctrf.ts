import type { CTRFReport, Test } from 'ctrf';
import { isOutside } from '../../model/outside.ts';
import type { Format, RunToTell } from '../format.ts';
import { testCases, wholeRun, type TestCase } from '../test-cases.ts';
import { placeWords } from '../place-words.ts';

/**
 * Common Test Report Format, https://ctrf.io. `rawStatus` has the verdict. What is inconclusive, or was missed or not
 * played, is `failed`: gates count the failed alone, and it must not pass one.
 */
export const format = {
  file: 'ctrf.json',
  what: 'the verdicts as tests, in the Common Test Report Format',
  render: (run: RunToTell) => `${JSON.stringify(ctrfOf(run), null, 2)}\n`,
} satisfies Format;

const specVersion = '0.0.0';

const statuses = {
  passed: 'passed',
  failed: 'failed',
  error: 'failed',
  skipped: 'skipped',
} as const satisfies Record<TestCase['outcome'], Test['status']>;

function ctrfOf(run: RunToTell): CTRFReport {
  const cases = testCases(run);
  const { tool, startedAt, endedAt, id, profile, seed } = run.report.run;
  const start = Date.parse(startedAt);
  const stop = Date.parse(endedAt);
  const count = (status: Test['status']): number =>
    cases.filter(({ outcome }) => statuses[outcome] === status).length;
  return {
    reportFormat: 'CTRF',
    specVersion,
    timestamp: endedAt,
    generatedBy: `tenantproof ${tool.version}`,
    results: {
      tool: { name: 'tenantproof', version: tool.version },
      summary: {
        tests: cases.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: 0,
        suites: new Set(cases.map(({ suite }) => suite)).size,
        start,
        stop,
        duration: stop - start,
      },
      tests: cases.map((testCase) => testOf(testCase, stop - start)),
      environment: {
        reportName: `tenantproof ${id}`,
        testEnvironment: placeWords(run.report.run),
      },
      extra: {
        runId: id,
        profile,
        seed,
        exitCode: run.exitCode,
        ...(isOutside(run.report.run) ? { control: 'not-exercised' } : {}),
      },
    },
  };
}

/** How long each took is not in a report; the run as a whole took `runMs`. */
function testOf(
  { name, suite, outcome, word, message, evidence, cure, verdict }: TestCase,
  runMs: number,
): Test {
  const ofRun = suite === wholeRun;
  return {
    name,
    suite: [suite],
    status: statuses[outcome],
    rawStatus: word,
    duration: ofRun ? runMs : 0,
    message,
    ...seenIn(outcome, [...evidence, ...cure]),
    ...(ofRun ? {} : { filePath: `scenarios/${suite}.ts` }),
    ...(verdict ? { extra: figuresOf(verdict) } : {}),
  };
}

const seenIn = (outcome: TestCase['outcome'], lines: string[]): Pick<Test, 'stdout' | 'trace'> =>
  outcome === 'passed' || lines.length === 0 ? { stdout: lines } : { trace: lines.join('\n') };

const figuresOf = ({
  id,
  measured,
  limit,
  unit,
  interval,
  samples,
  control,
}: NonNullable<TestCase['verdict']>): Record<string, unknown> => ({
  id,
  measured,
  limit,
  unit,
  ...(interval ? { interval } : {}),
  ...(samples === undefined ? {} : { samples }),
  ...(control === undefined ? {} : { control }),
});
