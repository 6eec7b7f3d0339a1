import type { RunFacts, Summary, Verdict } from './report.ts';

/** What the history keeps of a run. */
export interface PastRun {
  /** Name of its folder, below that of the history. */
  folder: string;
  run: RunFacts;
  summary: Summary;
  /** Of the arms with the control in place. */
  objectives: readonly PastObjective[];
  /** Whether `report.html` is there to be opened. */
  hasPage: boolean;
}

export type PastObjective = Pick<
  Verdict,
  'id' | 'scenario' | 'objective' | 'status' | 'control' | 'measured' | 'interval' | 'limit' | 'unit'
>;
