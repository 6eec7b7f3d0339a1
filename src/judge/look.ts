import type { LookOutcome } from '../model/look.ts';
import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { checksIn } from './checks-in.ts';
import { findsTheSame, isGated, type GatedCheck } from './gates/gated.ts';

/**
 * Whether an arm may stop at a look. Only the checks that more pairs can decide are asked, for what their numbers say, and
 * of their gates those that more pairs may satisfy: the others look at how the arm ended, and it has not ended yet. Counting checks have their answer at any look. A breach
 * is asked for with the error of one of all objectives at risk, so that Holm's correction of the whole run keeps it.
 */
export function look(scenario: Scenario, plan: ArmPlan, record: ArmRecord): LookOutcome {
  const strict = withShareOfError(plan);
  const open = checksIn(scenario, plan)
    .map(({ check }) => check)
    .filter(isGated)
    .filter((check) => check.sequential && !isAnswered(check, strict, record));
  if (open.length === 0) return 'decided';
  return open.some((check) => check.isHopeless?.(strict, record)) ? 'hopeless' : 'go-on';
}

const withShareOfError = (plan: ArmPlan): ArmPlan => ({
  ...plan,
  limits: { ...plan.limits, errorBreached: plan.limits.errorBreached / Math.max(1, plan.objectivesAtRisk) },
});

function isAnswered(check: GatedCheck, plan: ArmPlan, record: ArmRecord): boolean {
  const finding = check.measure(plan, record);
  if (finding.status !== 'held' && finding.status !== 'breached') return false;
  return check.gates[finding.status]
    .filter(({ morePairsHelp }) => morePairsHelp)
    .every((gate) => gate.examine(plan, record, findsTheSame(check, plan, finding)).ok);
}
