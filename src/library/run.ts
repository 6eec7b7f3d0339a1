import type { Report } from '../model/report.ts';

/** A run that was played, or judged from its folder. */
export interface Run {
  /** What `report.json` holds: every verdict. */
  report: Report;
  /** What the command line would exit with: 0 held, 99 breached, 20 inconclusive, 22 left behind, 105 interrupted. */
  exitCode: number;
  /** Folder of the run, with the evidence and the report in every format. */
  folder: string;
  /** Why it ended before everything was played; absent if it did not. */
  cutShort?: string;
  /** What a reader must know beside the verdicts, e.g. what could not be removed. */
  remarks: readonly string[];
}

/** @param whole all that is known of a run but why it ended early, which stands in its report */
export function runOf(whole: Omit<Run, 'cutShort'>): Run {
  const { endedEarly } = whole.report.run;
  return endedEarly === undefined ? whole : { ...whole, cutShort: endedEarly };
}
