import type { RunFacts, Verdict } from './report.ts';

export type Estimate = NonNullable<Verdict['estimate']>;

/** What became of the figure of an objective between two runs. */
export type FigureChange =
  | {
      kind: 'interval';
      /** log: `change`, `low` and `high` are ratios, newer / older. linear: differences, newer − older. */
      scale: Estimate['scale'];
      change: number;
      low: number;
      high: number;
      /** Two-sided. */
      confidence: number;
      trend: 'worse' | 'better' | 'same';
    }
  | { kind: 'exact-count'; equal: boolean }
  | { kind: 'not-compared'; reason: string };

/**
 * - `worse`: newly breached, or decided in both runs and worse beyond noise
 * - `unsure`: was held and is not known to hold any more, or looks worse in runs that did not decide it; of a weakened
 *   arm: was caught and is no longer
 * - `different`: changed, and neither better nor worse can be said; also held in both, where only one of the runs could remove
 *   the control
 * - `same`: no change beyond noise
 */
export type Outcome = 'worse' | 'unsure' | 'different' | 'better' | 'same' | 'not-compared';

/** What one run said of an objective. */
export type Side = Pick<Verdict, 'status' | 'measured' | 'limit' | 'reason' | 'control'>;

export interface ComparedObjective extends Pick<Verdict, 'id' | 'scenario' | 'arm' | 'objective' | 'unit'> {
  outcome: Outcome;
  older: Side;
  newer: Side;
  figure: FigureChange;
}

/** An objective that only one of the runs has. */
export type LoneObjective = Pick<Verdict, 'id' | 'scenario' | 'arm' | 'objective' | 'unit'> & Side;

/** Something that makes two runs less comparable. */
export interface RunDifference {
  /** E.g. `profile`. */
  what: string;
  older: string;
  newer: string;
}

/** What two runs say together. */
export interface Comparison {
  schemaVersion: 1;
  older: RunFacts;
  newer: RunFacts;
  conclusion: 'worse' | 'unsure' | 'nothing-compared' | 'not-worse';
  differences: readonly RunDifference[];
  /** Those of both runs, worst first. */
  objectives: readonly ComparedObjective[];
  added: readonly LoneObjective[];
  removed: readonly LoneObjective[];
}
