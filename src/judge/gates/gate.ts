import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';

export type GateResult =
  /** Passed, and what was seen that makes it so. */
  | { ok: true; seen: string }
  /** The experiment did not happen as planned, so that its outcome says nothing. */
  | { ok: false; cause: string };

/** One condition under which the record of an arm may be believed. Pure. */
export interface Gate {
  id: string;
  examine(plan: ArmPlan, record: ArmRecord): GateResult;
}
