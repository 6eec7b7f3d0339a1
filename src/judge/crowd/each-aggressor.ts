import type { CrowdPlan } from '../../model/crowd.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { TenantPromise } from '../../model/stack-facts.ts';
import type { BareCheck } from '../gates/gated.ts';
import { findingOfEach } from './finding-of-each.ts';

/** A check of the aggressor that is asked of every aggressor of a crowd, as if it were alone; without a crowd it stays what it is. */
export const eachAggressor = (bare: BareCheck): BareCheck => ({
  ...bare,
  measure: (plan, record) => {
    const { crowd } = plan;
    if (!crowd) return bare.measure(plan, record);
    return findingOfEach(
      crowd.aggressors.map((aggressor, place) => ({
        tenant: aggressor.name,
        alone: bare.measure(planOfOne(plan, aggressor, crowd), recordOfOne(record, place)),
      })),
    );
  },
});

/** The attack is then this one's equal part of it. */
function planOfOne(plan: ArmPlan, aggressor: TenantPromise, { aggressors }: CrowdPlan): ArmPlan {
  const { crowd: _crowd, attack, ...rest } = plan;
  if (attack.kind !== 'request-flood') return { ...rest, attack, aggressor };
  return { ...rest, attack: { ...attack, rateRps: attack.rateRps / aggressors.length }, aggressor };
}

function recordOfOne({ aggressor, ...rest }: ArmRecord, place: number): ArmRecord {
  const own = aggressor?.byTenant?.get(place);
  return own ? { ...rest, aggressor: own } : rest;
}
