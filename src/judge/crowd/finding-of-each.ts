import type { Finding } from '../../model/check.ts';
import { findingOfAll, type TenantFinding } from './tenant-finding.ts';

/** What is found of a tenant as if it were alone. */
export interface FoundOfOne {
  tenant: string;
  alone: Finding;
}

/** What is found of all together; figures, limit and evidence are those of the worst. @param found at least one, in any order */
export function findingOfEach(found: readonly FoundOfOne[]): Finding {
  const all = findingOfAll(found.map(tenantFinding));
  const worst = found.find(({ tenant }) => tenant === all.tenants?.[0]?.tenant)?.alone;
  return {
    ...all,
    limit: worst?.limit ?? null,
    samples: found.reduce((sum, { alone }) => sum + (alone.samples ?? 0), 0),
    evidence: worst?.evidence ?? [],
  };
}

function tenantFinding({ tenant, alone }: FoundOfOne): TenantFinding {
  const { status, measured, interval, samples, reason } = alone;
  return {
    tenant,
    status: status === 'not-verified' ? 'inconclusive' : status,
    measured,
    ...(interval ? { interval } : {}),
    ...(samples === undefined ? {} : { samples }),
    reason,
  };
}
