import type { Check, Finding } from '../../model/check.ts';
import type { SharedResource } from '../../model/share.ts';
import type { QuotaRefusal } from '../quota-refusal.ts';
import { toldWords, type Share, type TriedPod } from '../shares.ts';
import { undecidable } from '../undecidable.ts';
import { shareCheck } from './share-check.ts';

/**
 * A pod that asks for more than what is left of a tenant's promise is refused, by a quota whose bound is the promise or less.
 * Only a quota adds a tenant's pods up: what another rule refuses in one pod may be had in two.
 */
export const overShareRefused = (resource: SharedResource): Check =>
  shareCheck({
    id: 'over-share-refused',
    objective: 'A pod with more than what is left of the promise is refused by the quota',
    resource,
    beyond: true,
    judgeTried,
  });

function judgeTried(tried: TriedPod, { promised, limit, words, inUnit }: Share): Finding {
  const { call, given, used, scoped, refusal } = tried;
  const found = { limit, samples: 1, evidence: [notMade] };
  if (call.httpStatus === 201) {
    const total = used + given;
    return {
      ...found,
      measured: inUnit(total),
      status: total > promised ? 'breached' : 'inconclusive',
      reason: `a pod with ${words(given)} is let in beside ${words(used)} in use: ${words(total)}, promised ${words(promised)}`,
    };
  }
  if (!refusal)
    return undecidable(`not refused by a quota, which alone adds pods up: ${toldWords(call)}`, limit);
  if (scoped.includes(refusal.quota))
    return undecidable(
      `refused by the quota ${refusal.quota}, which has scopes: pods outside of them are counted by none that was seen`,
      limit,
    );
  return {
    ...found,
    measured: inUnit(refusal.limited),
    status: statusOf(refusal, promised),
    reason: `refused by the quota ${refusal.quota}, which lets the tenant have ${words(refusal.limited)} and counts ${words(refusal.used)}; promised ${words(promised)}`,
  };
}

const notMade = 'The pod was not made: what several pods get together at the same moment was not tried';

/** Another quota may be stricter than the one that refused, unless more than the promise is in use already. */
function statusOf({ limited, used }: QuotaRefusal, promised: number): Finding['status'] {
  if (limited <= promised) return 'held';
  return used > promised ? 'breached' : 'inconclusive';
}
