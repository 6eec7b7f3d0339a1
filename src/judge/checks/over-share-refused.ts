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
import { quotaRefusal, type QuotaRefusal } from '../quota-refusal.ts';
import { inShareUnit, promisedShare, shareUnit, shareWords, toldWords, triedIn } from '../shares.ts';
import { undecidable } from '../undecidable.ts';

/**
 * A pod that asks for more than what is left of a tenant's promise is refused, by a quota whose bound is the promise or less.
 * Only a quota adds a tenant's pods up: what another rule refuses in one pod may be had in two.
 */
export function overShareRefused(resource: SharedResource): GatedCheck {
  return gated(
    {
      id: 'over-share-refused',
      objective: 'A pod with more than what is left of the promise is refused by the quota',
      unit: shareUnit[resource],
      measure: (plan, record) => measure(resource, plan, record),
    },
    // A pod that was let in was let in, whatever was lost later.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(resource: SharedResource, plan: ArmPlan, record: ArmRecord): Finding {
  const promised = promisedShare(plan, resource);
  const limit = inShareUnit(promised, resource);
  const tried = triedIn(record, shareStep.over);
  if (!tried) return undecidable('no pod beyond the promise was seen to be tried', limit);
  const { call, given, used, scoped } = tried;
  const found = { limit, samples: 1, evidence: [untried] };
  const words = (amount: number): string => shareWords(amount, resource);
  if (call.httpStatus === 201) {
    const total = used + given;
    return {
      ...found,
      measured: inShareUnit(total, resource),
      status: total > promised ? 'breached' : 'inconclusive',
      reason: `a pod with ${words(given)} is let in beside ${words(used)} in use: ${words(total)}, promised ${words(promised)}`,
    };
  }
  const refusal = quotaRefusal(call, shareTerms[resource].quotaKey);
  if (!refusal)
    return undecidable(`not refused by a quota, which alone adds pods up: ${toldWords(call)}`, limit);
  if (scoped.includes(refusal.quota))
    return undecidable(
      `refused by the quota ${refusal.quota}, which has scopes: pods outside of them are counted by none that was seen`,
      limit,
    );
  return {
    ...found,
    measured: inShareUnit(refusal.limited, resource),
    status: statusOf(refusal, promised),
    reason: `refused by the quota ${refusal.quota}, which lets the tenant have ${words(refusal.limited)} and counts ${words(refusal.used)}; promised ${words(promised)}`,
  };
}

const untried = 'The pod was not made: what several pods get together at the same moment was not tried';

/** Another quota may be stricter than the one that refused, unless more than the promise is in use already. */
function statusOf({ limited, used }: QuotaRefusal, promised: number): Finding['status'] {
  if (limited <= promised) return 'held';
  return used > promised ? 'breached' : 'inconclusive';
}
