import { describe, expect, test } from 'vitest';
import { format } from '../../../../src/report/formats/text.ts';
import { heldRun, interruptedRun, untriedRun } from '../example-runs.ts';

const afterConclusion = (text: string): string[] =>
  text
    .slice(text.indexOf('Exit code: '))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

describe('report.txt', () => {
  test('ends with the exit code where all is well', () => {
    expect(afterConclusion(format.render(heldRun))).toEqual(['Exit code: 0']);
  });

  test('says why the run ended early, which the verdicts do not', () => {
    expect(afterConclusion(format.render(interruptedRun))).toEqual([
      'Exit code: 105',
      'The run ended early: Interrupted by SIGINT',
    ]);
  });

  test('says what was left behind, as plain text', () => {
    const run = { ...heldRun, exitCode: 22, remarks: ['Left behind: \u001b[31mlink tp0'] };
    expect(afterConclusion(format.render(run))).toEqual([
      'Exit code: 22',
      'Left behind: link tp0',
      'Something that the run made was left behind. Remove it with: tenantproof down',
    ]);
  });

  test('says once that nothing was verified', () => {
    expect(format.render(untriedRun).match(/Nothing was verified/gu)).toHaveLength(1);
  });
});
