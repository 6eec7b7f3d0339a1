import type { LookOutcome } from '../model/look.ts';
import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { checksIn } from './checks-in.ts';
import { findsTheSame, gatesIn, isGated, type GatedCheck } from './gates/gated.ts';
import { noFaults } from './gates/no-faults.ts';

/**
 * Whether an arm may stop at a look. Only the checks that more pairs can decide are asked, for what their numbers say, and
 * of their gates those that more pairs may satisfy: the others look at how the arm ended, and it has not ended yet. Counting checks have their answer at any look. A breach
 * is asked for with the error of one of all objectives at risk, so that Holm's correction of the whole run keeps it. An arm
 * that lost something, so that none of its checks can hold any more, is not played on unless one of them shows a breach.
 */
export function look(scenario: Scenario, plan: ArmPlan, record: ArmRecord): LookOutcome {
  const strict = withShareOfError(plan);
  const checks = checksIn(scenario, plan).map(({ check }) => check);
  const open = checks
    .filter(isGated)
    .filter((check) => check.sequential && !isAnswered(check, strict, record));
  if (open.length === 0) return 'decided';
  if (checks.every((check) => isGated(check) && isLost(check, strict, record))) return 'hopeless';
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

/** Whether a fault, which nothing takes back, keeps the check from `held`, while its numbers show no breach. */
function isLost(check: GatedCheck, plan: ArmPlan, record: ArmRecord): boolean {
  const { held, breached } = gatesIn(plan, record, check.gates);
  const mayBreakYet = check.sequential === true && !breached.includes(noFaults);
  return (
    held.includes(noFaults) &&
    !noFaults.examine(plan, record).ok &&
    !mayBreakYet &&
    check.measure(plan, record).status !== 'breached'
  );
}
