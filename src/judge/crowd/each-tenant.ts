import type { LoadRole } from '../../model/observation.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { tenantsOf, type CrowdPlan } from '../../model/crowd.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { BareCheck } from '../gates/gated.ts';
import { findingOfAll, type TenantFinding } from './tenant-finding.ts';

/** A check of one side that is asked of every tenant on it, where there are many; else it stays what it is. */
export const eachTenant = (role: LoadRole, bare: BareCheck): BareCheck => ({
  ...bare,
  measure: (plan, record) => {
    const { crowd } = plan;
    if (!crowd) return bare.measure(plan, record);
    const found = tenantsOf(plan, role).map(({ name }, place) => {
      const alone = bare.measure(planOfOne(plan, { role, place, crowd }), recordOfOne(record, role, place));
      return { name, alone };
    });
    const all = findingOfAll(found.map(({ name, alone }) => tenantFinding(name, alone)));
    const worst = found.find(({ name }) => name === all.tenants?.[0]?.tenant)?.alone;
    return {
      ...all,
      limit: worst?.limit ?? null,
      samples: found.reduce((sum, { alone }) => sum + (alone.samples ?? 0), 0),
      evidence: worst?.evidence ?? [],
    };
  },
});

/** The plan as if the tenant were alone on its side; an attack is then its part of it. */
function planOfOne(
  plan: ArmPlan,
  { role, place, crowd }: { role: LoadRole; place: number; crowd: CrowdPlan },
): ArmPlan {
  const { crowd: _crowd, ...alone } = plan;
  const tenant = tenantsOf(plan, role)[place];
  const { attack } = plan;
  if (role === 'victim' || attack.kind !== 'request-flood')
    return { ...alone, ...(tenant ? { [role]: tenant } : {}) };
  const share = { ...attack, rateRps: attack.rateRps / crowd.aggressors.length };
  return { ...alone, attack: share, ...(tenant ? { aggressor: tenant } : {}) };
}

function recordOfOne(record: ArmRecord, role: LoadRole, place: number): ArmRecord {
  const { [role]: load, ...rest } = record;
  const own = load?.byTenant?.get(place);
  return own ? { ...rest, [role]: own } : rest;
}

function tenantFinding(
  tenant: string,
  { status, measured, interval, samples, reason }: ReturnType<BareCheck['measure']>,
): TenantFinding {
  return {
    tenant,
    status: status === 'not-verified' ? 'inconclusive' : status,
    measured,
    ...(interval ? { interval } : {}),
    ...(samples === undefined ? {} : { samples }),
    reason,
  };
}
