import type { ArmPlan } from '../model/plan.ts';
import type { Verdict } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import { askedOutside } from '../model/asked-outside.ts';
import { unseenNeeds } from './checks-in.ts';
import { notChecked } from './not-verified.ts';

/** Verdicts of the checks that need what a platform does not show from outside. */
export function unseenChecks(scenario: Scenario, arms: readonly ArmPlan[]): Verdict[] {
  const outside = arms.find((arm) => arm.outside)?.outside;
  if (!outside) return [];
  return askedOutside(scenario).checks.flatMap((check) => {
    const unseen = unseenNeeds(check.needs ?? [], outside);
    if (unseen.length === 0) return [];
    return [notChecked(scenario, check, `needs ${unseen.join(', ')}, which is not seen at this endpoint`)];
  });
}

/** Nobody has seen the check break where nothing can be removed: a `held` says so. */
export const controlNotExercised = (verdict: Verdict): Verdict =>
  verdict.status === 'held' ? { ...verdict, control: 'not-exercised' } : verdict;
