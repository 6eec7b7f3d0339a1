import type { Check, Finding } from '../model/check.ts';
import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import { armIdOf, armKey, type ArmId } from '../model/arm-id.ts';
import type { Verdict } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import { checksIn } from './checks-in.ts';
import { undecidable } from './undecidable.ts';

export const verdictId = (arm: ArmId, check: string): string => `${armKey(arm)}/${check}`;

/**
 * One verdict for each check of the scenario, and each objective of the plan, that says something in this arm.
 * @param record undefined if the arm was never played
 */
export function judgeArm(scenario: Scenario, plan: ArmPlan, record: ArmRecord | undefined): Verdict[] {
  return checksIn(scenario, plan).map(({ check }) => ({
    id: verdictId(armIdOf(plan), check.id),
    ...armIdOf(plan),
    objective: check.objective,
    unit: check.unit,
    ...findingOf(check, plan, record),
  }));
}

/** Of an arm that was never played only the limit is known. */
function findingOf(
  check: Check,
  plan: ArmPlan,
  record: ArmRecord | undefined,
): Finding & Pick<Verdict, 'notPlayed'> {
  if (record && record.observations.length > 0) return check.judge(plan, record);
  const { limit } = check.judge(plan, { observations: [] });
  return { ...undecidable('this arm was not played: nothing of it was recorded', limit), notPlayed: true };
}
