import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { lookOf } from '../steps.ts';
import { count } from '../words.ts';

/** The steps that looked at what a Deployment of far too many replicas came to. */
export interface DeploymentLooks {
  /** Its pods, once no more are expected. */
  pods: string;
  /** The Deployment itself, with a note `conditions`. */
  deployment: string;
}

/** A Deployment is accepted whatever its size; of its pods no more live than the quota promises, and the Deployment says that the quota refused the rest. */
export function liveWithinQuota(looks: DeploymentLooks): GatedCheck {
  return gated(
    {
      id: 'live-within-quota',
      objective: 'Of a Deployment of any size no more pods live than the quota promises',
      unit: 'pods',
      measure: (plan, record) => measure(looks, plan, record),
    },
    // Pods that were seen alive lived, whatever else went wrong.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(looks: DeploymentLooks, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limit = aggressor.podQuota;
  const pods = lookOf(record, looks.pods);
  if (!pods) {
    return { status: 'inconclusive', measured: null, limit, reason: 'nobody looked for pods', evidence: [] };
  }
  const live = pods.objects.length;
  const [deployment] = lookOf(record, looks.deployment)?.objects ?? [];
  const conditions = deployment?.noted['conditions'] ?? '';
  const found = {
    measured: live,
    limit,
    evidence: conditions === '' ? [] : [`Conditions of the Deployment: ${conditions.slice(0, 400)}`],
  };
  if (live > limit)
    return { ...found, status: 'breached', reason: `${count(live, 'pod')} live, promised ${limit}` };
  if (live < limit) {
    const reason = `${count(live, 'pod')} live, so that the quota of ${limit} was never reached`;
    return { ...found, status: 'inconclusive', reason };
  }
  if (!conditions.includes(`exceeded quota: ${aggressor.quotaName}, requested: pods=1`)) {
    return {
      ...found,
      status: 'inconclusive',
      reason: 'the Deployment does not say that the quota refused it more',
    };
  }
  return { ...found, status: 'held', reason: `${count(live, 'pod')} live, the quota refused the rest` };
}
