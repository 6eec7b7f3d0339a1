import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';

export type GateResult =
  /** Passed, and what was seen that makes it so. */
  | { ok: true; seen: string }
  /** The experiment did not happen as planned, so that its outcome says nothing. */
  | { ok: false; cause: string };

/** Whether the check would find of another record what it found of this one. */
export type FindsTheSame = (of: ArmRecord) => boolean;

/** One condition under which the record of an arm may be believed. Pure. */
export interface Gate {
  id: string;
  /** True if it may pass after more pairs of windows: an arm does not end at a look at which it trips. */
  morePairsHelp?: true;
  examine(plan: ArmPlan, record: ArmRecord, findsTheSame?: FindsTheSame): GateResult;
}
