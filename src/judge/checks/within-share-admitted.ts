import type { Check, Finding } from '../../model/check.ts';
import type { SharedResource } from '../../model/share.ts';
import { toldWords, type Share, type TriedPod } from '../shares.ts';
import { undecidable } from '../undecidable.ts';
import { shareCheck } from './share-check.ts';

/** A pod that asks for what is left of a tenant's promise is let in: the refusal of a larger one was for its size. */
export const withinShareAdmitted = (resource: SharedResource): Check =>
  shareCheck({
    id: 'within-share-admitted',
    objective: 'A pod with what is left of the promise is let in',
    resource,
    beyond: false,
    judgeTried,
  });

function judgeTried(tried: TriedPod, { promised, limit, words, inUnit }: Share): Finding {
  const { call, asked, used, isUseKnown, refusal } = tried;
  const found = { limit, samples: 1, evidence: [] };
  if (call.httpStatus === 201 && !isUseKnown && asked < promised)
    return undecidable(
      `a pod with ${words(asked)} is let in; what is in use could not be read, so that nobody knows whether all of the promise of ${words(promised)} can be had`,
      limit,
    );
  if (call.httpStatus === 201) {
    const reason = `a pod with ${words(asked)} is let in beside ${words(used)} in use, promised ${words(promised)}`;
    return { ...found, measured: inUnit(used + asked), status: 'held', reason };
  }
  if (!refusal) return undecidable(`refused, but not for what was promised: ${toldWords(call)}`, limit);
  const isInUse = refusal.used + refusal.requested > promised;
  return {
    ...found,
    measured: inUnit(refusal.limited),
    status: isInUse ? 'inconclusive' : 'breached',
    reason: isInUse
      ? `too little of the promise is left: ${words(refusal.used)} of ${words(promised)} are in use, and the pod would get ${words(refusal.requested)}`
      : `the promise of ${words(promised)} cannot be had: the quota ${refusal.quota} lets the tenant have ${words(refusal.limited)}`,
  };
}
