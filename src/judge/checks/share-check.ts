import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { promisedShare, type SharedResource } from '../../model/share.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type BareCheck, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { shareOf, shareUnit, triedIn, type Share, type TriedPod } from '../shares.ts';
import { undecidable } from '../undecidable.ts';

interface ShareQuestion extends Pick<BareCheck, 'id' | 'objective'> {
  resource: SharedResource;
  /** Id of the step that tries the pod. */
  step: string;
  /** Said where none was seen. */
  untried: string;
  judgeTried: (tried: TriedPod, share: Share) => Finding;
}

/** A check of what a tenant was told of a pod, beside what it was promised. */
export function shareCheck({ resource, step, untried, judgeTried, ...named }: ShareQuestion): GatedCheck {
  const measure = ({ aggressor }: ArmPlan, record: ArmRecord): Finding => {
    const share = shareOf(resource, promisedShare(aggressor, resource));
    const tried = triedIn(record, step, resource);
    return tried ? judgeTried(tried, share) : undecidable(untried, share.limit);
  };
  return gated(
    { ...named, unit: shareUnit[resource], measure },
    // A pod that was let in was let in, whatever was lost later.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}
