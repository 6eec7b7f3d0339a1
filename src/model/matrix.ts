import type { Status, Verdict } from './report.ts';

/** One line of `matrix.json`. */
export interface MatrixCell {
  scenario: string;
  /** What was removed: a folder under `k8s-fixtures/weaknesses`. null: nothing, the sound stack. */
  weakness: string | null;
  /**
   * Of the sound stack the worst verdict. With a weakness `breached` is good: it was caught; `held` and `inconclusive`: it was
   * missed; `not-verified`: it was not played.
   */
  status: Status;
  /** Present where the sound stack held on a platform that is not ours: no control was removed there. */
  control?: NonNullable<Verdict['control']>;
}

/** Which scenarios of a run saw that a control was gone. */
export interface WeaknessFate {
  weakness: string;
  caughtBy: string[];
  missedBy: string[];
  /** Those that could tell, and were not asked. */
  notPlayedBy: string[];
}

/** Scenario × weakness of one run. On a platform that is not ours nothing is removed, so that it has no weakness. */
export interface Matrix {
  cells: MatrixCell[];
  /** Of every weakness that there is, also of one that no scenario looks for. */
  fates: WeaknessFate[];
}
