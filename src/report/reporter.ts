import type { ChalkInstance } from 'chalk';
import type { Report } from '../model/report.ts';
import type { ScenarioText } from './format.ts';

export interface ReportFile {
  /** What is in it, e.g. `every observation`. */
  what: string;
  path: string;
}

export interface ReportOptions {
  scenarios: readonly ScenarioText[];
  /** What the process will exit with. */
  exitCode: number;
  files: readonly ReportFile[];
  /** Columns of the output. */
  width?: number;
  /** Level 0 gives plain text. */
  chalk: ChalkInstance;
}

/** Turns a report into text. Pure; what it may read is versioned by the report's `schemaVersion`. */
export type Reporter = (report: Report, options: ReportOptions) => string;
