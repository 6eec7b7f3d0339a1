import { exitCodeOfReport } from '../judge/summary.ts';
import type { Report } from '../model/report.ts';
import type { Run } from './run.ts';

/** A run, as far as matchers ask about it. */
export type AskedRun = Pick<Run, 'report' | 'exitCode' | 'remarks'>;

/**
 * What was handed over, as a run; a report alone does not know whether something was left behind.
 * @throws TypeError if it is neither
 */
export function asRun(received: unknown): AskedRun {
  if (isRun(received)) return received;
  if (isReport(received)) {
    return { report: received, exitCode: exitCodeOfReport(received), remarks: [] };
  }
  throw new TypeError(
    'This is no run: expect what verify() or judge() resolves with, or the report that readReport() does.',
  );
}

const isRun = (value: unknown): value is AskedRun =>
  isObject(value) &&
  isReport(value['report']) &&
  typeof value['exitCode'] === 'number' &&
  Array.isArray(value['remarks']);

const isReport = (value: unknown): value is Report =>
  isObject(value) && Array.isArray(value['verdicts']) && isObject(value['summary']) && isObject(value['run']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
