import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { shareTerms, type SharedResource } from '../../model/share.ts';
import { shareStep } from '../../model/share-steps.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { quotaRefusal } from '../quota-refusal.ts';
import { inShareUnit, promisedShare, shareUnit, shareWords, toldWords, triedIn } from '../shares.ts';
import { undecidable } from '../undecidable.ts';

/** A pod that asks for what is left of a tenant's promise is let in: the refusal of a larger one was for its size. */
export function withinShareAdmitted(resource: SharedResource): GatedCheck {
  return gated(
    {
      id: 'within-share-admitted',
      objective: 'A pod with what is left of the promise is let in',
      unit: shareUnit[resource],
      measure: (plan, record) => measure(resource, plan, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(resource: SharedResource, plan: ArmPlan, record: ArmRecord): Finding {
  const promised = promisedShare(plan, resource);
  const limit = inShareUnit(promised, resource);
  const tried = triedIn(record, shareStep.within);
  if (!tried) return undecidable('no pod within the promise was seen to be tried', limit);
  const { call, asked, used, isUseKnown } = tried;
  const words = (amount: number): string => shareWords(amount, resource);
  const found = { limit, samples: 1, evidence: [] };
  if (call.httpStatus === 201 && !isUseKnown && asked < promised)
    return undecidable(
      `a pod with ${words(asked)} is let in; what is in use could not be read, so that nobody knows whether all of the promise of ${words(promised)} can be had`,
      limit,
    );
  if (call.httpStatus === 201) {
    const reason = `a pod with ${words(asked)} is let in beside ${words(used)} in use, promised ${words(promised)}`;
    return { ...found, measured: inShareUnit(used + asked, resource), status: 'held', reason };
  }
  const refusal = quotaRefusal(call, shareTerms[resource].quotaKey);
  if (!refusal) return undecidable(`refused, but not for what was promised: ${toldWords(call)}`, limit);
  const { quota, limited } = refusal;
  const isInUse = refusal.used + refusal.requested > promised;
  return {
    ...found,
    measured: inShareUnit(limited, resource),
    status: isInUse ? 'inconclusive' : 'breached',
    reason: isInUse
      ? `too little of the promise is left: ${words(refusal.used)} of ${words(promised)} are in use, and the pod would get ${words(refusal.requested)}`
      : `the promise of ${words(promised)} cannot be had: the quota ${quota} lets the tenant have ${words(limited)}`,
  };
}
