import { promisedShare, shareTerms, type SharedResource } from './share.ts';
import type { TenantPromise } from './stack-facts.ts';
import type { TryPodStep } from './step.ts';
import { unlimited } from './target.ts';

/** Id of the step that tries a pod of a tenant. */
export const shareStep = {
  over: (tenant: string): string => `more-than-promised-${tenant}`,
  within: (tenant: string): string => `what-is-left-${tenant}`,
} as const;

/** Of each tenant that has a promise, one after the other: a pod with more than what is left of it, and one with no more. */
export const shareSteps = (resource: SharedResource, tenants: readonly TenantPromise[]): TryPodStep[] =>
  tenants
    .filter((tenant) => promisedShare(tenant, resource) < unlimited)
    .flatMap((tenant) => stepsOf(resource, tenant));

function stepsOf(resource: SharedResource, tenant: TenantPromise): TryPodStep[] {
  const { name, namespace } = tenant;
  const promised = promisedShare(tenant, resource);
  const common = { kind: 'try-pod', tenant: { name, namespace }, resource, promised } as const;
  return [
    { ...common, id: shareStep.over(name), hostile: true, beyond: shareTerms[resource].beyond },
    { ...common, id: shareStep.within(name), beyond: 0 },
  ];
}
