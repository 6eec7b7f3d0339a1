import { flatSteps } from '../model/flat-steps.ts';
import type { ArmPlan } from '../model/plan.ts';
import type { SharedResource } from '../model/share.ts';
import type { TryPodStep } from '../model/step.ts';

/** Steps that try a pod for a resource; none if nothing was attacked. */
export const triesIn = ({ attack }: ArmPlan, resource: SharedResource): TryPodStep[] =>
  attack.kind === 'steps'
    ? flatSteps(attack.steps)
        .filter((step) => step.kind === 'try-pod')
        .filter((step) => step.resource === resource)
    : [];

/** The plan as if no other tenant had tried a pod. */
export function onlyTriesOf(name: string, plan: ArmPlan): ArmPlan {
  const { attack } = plan;
  if (attack.kind !== 'steps') return plan;
  const steps = flatSteps(attack.steps).filter(
    (step) => step.kind !== 'try-pod' || step.tenant.name === name,
  );
  return { ...plan, attack: { ...attack, steps } };
}
