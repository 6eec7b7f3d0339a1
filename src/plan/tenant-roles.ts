import type { CrowdPlan } from '../model/crowd.ts';
import { UsageError } from '../model/errors.ts';
import { isWithinPromise } from '../model/load-shape.ts';
import type { Attack } from '../model/scenario.ts';
import type { StackFacts, TenantPromise } from '../model/stack-facts.ts';

export interface TenantRoles {
  victim: TenantPromise;
  aggressor: TenantPromise;
}

/**
 * Who is measured and who runs away: the first tenant, and the first other one whose limits let the attack reach the control
 * under test; of a crowd, the first on either side.
 * @throws UsageError `too-few-tenants` or `attack-cannot-bite`
 */
export function rolesFor(attack: Attack, { tenants }: StackFacts, crowd?: CrowdPlan): TenantRoles {
  const [victim, ...others] = crowd ? [...crowd.victims.slice(0, 1), ...crowd.aggressors] : tenants;
  if (!victim || others.length === 0) {
    throw new UsageError(`The stack has ${tenants.length} tenants; an experiment needs two`, {
      code: 'too-few-tenants',
      hint: 'Add a second tenant to gateway.yaml in k8s-fixtures/base.',
    });
  }
  const aggressor = others.find((tenant) => letsReachControl(attack, tenant));
  if (aggressor) return { victim, aggressor };
  throw new UsageError(
    `${attack.kind}: the limits of every tenant but ${victim.name} would stop the attack before it reaches the control under test`,
    {
      code: 'attack-cannot-bite',
      hint: 'Give one tenant the limits that the scenario asks for (in gateway.yaml burst_requests and max_concurrency, of a target its promises), or leave the scenario out.',
    },
  );
}

/** A load within the promised rate must be within the other limits too. */
const keptBy = (tenant: TenantPromise, attack: Extract<Attack, { kind: 'request-flood' }>): boolean =>
  isWithinPromise({ ...attack, rateRps: (tenant.rateLimitRpm / 60) * attack.timesPromisedRate }, tenant);

/** One request more than the burst itself asks how many tokens are left. */
function letsReachControl(attack: Attack, tenant: TenantPromise): boolean {
  if (attack.kind === 'steps') return attack.suits?.(tenant) ?? true;
  if (attack.kind === 'request-flood') return attack.timesPromisedRate > 1 || keptBy(tenant, attack);
  const { burstRequests, maxConcurrency } = tenant;
  return (
    attack.kind !== 'token-burst' || (burstRequests > attack.requests && maxConcurrency >= attack.requests)
  );
}
