import { flatSteps } from '../../model/flat-steps.ts';
import { mostTries } from '../../model/share.ts';
import type { ArmPlan, Plan, TargetPlan } from '../../model/plan.ts';

/** How many pods the cluster of a target is asked about, by namespace; nothing if none. */
export function podDryRunsOf({ arms }: Pick<Plan, 'arms'>): Pick<TargetPlan, 'podDryRuns'> {
  const namespaces = arms.flatMap(namespacesIn);
  if (namespaces.length === 0) return {};
  return {
    podDryRuns: [...Map.groupBy(namespaces, (namespace) => namespace)].map(
      ([namespace, { length: pods }]) => ({
        namespace,
        pods,
        mostTries: pods * mostTries,
      }),
    ),
  };
}

/** That of each pod. */
const namespacesIn = ({ attack }: ArmPlan): string[] =>
  attack.kind === 'steps'
    ? flatSteps(attack.steps).flatMap((step) => (step.kind === 'try-pod' ? [step.tenant.namespace] : []))
    : [];
