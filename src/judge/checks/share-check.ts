import type { Check, Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { SharedResource } from '../../model/share.ts';
import { findingOfEach, type FoundOfOne } from '../crowd/finding-of-each.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { shareOf, shareUnit, triedIn, type Share, type TriedPod } from '../shares.ts';
import { onlyTriesOf, triesIn } from '../tries.ts';
import { undecidable } from '../undecidable.ts';

interface ShareQuestion extends Pick<Check, 'id' | 'objective'> {
  resource: SharedResource;
  /** Which pods are asked about: those with more than what is left of the promise, or those within it. */
  beyond: boolean;
  judgeTried: (tried: TriedPod, share: Share) => Finding;
}

/**
 * A check of what each tenant was told of a pod, beside what it was promised. Every tenant passes the gates alone: that one was
 * refused does not show that another would be.
 */
export function shareCheck({ resource, beyond, judgeTried, ...named }: ShareQuestion): Check {
  const unit = shareUnit[resource];
  const measure = (plan: ArmPlan, record: ArmRecord): Finding => {
    const step = triesIn(plan, resource).find((one) => one.beyond > 0 === beyond);
    const tried = step && triedIn(record, step);
    if (tried) return judgeTried(tried, shareOf(step));
    return undecidable(
      `no pod ${beyond ? 'beyond' : 'within'} the promise was seen to be tried`,
      step ? shareOf(step).limit : null,
    );
  };
  const ofOne = gated(
    { ...named, unit, measure },
    // A pod that was let in was let in, whatever was lost later.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
  return { ...named, unit, judge: ofEachTenant(ofOne, resource) };
}

const ofEachTenant =
  (ofOne: Check, resource: SharedResource): Check['judge'] =>
  (plan, record) => {
    const tenants = [...new Set(triesIn(plan, resource).map(({ tenant }) => tenant.name))];
    const found = tenants.map((tenant) => ({
      tenant,
      alone: ofOne.judge(onlyTriesOf(tenant, plan), record),
    }));
    const [first] = found;
    if (!first) return ofOne.judge(plan, record);
    if (found.length > 1) return { ...findingOfEach(found), evidence: namedEvidence(found) };
    return { ...first.alone, reason: `${first.tenant}: ${first.alone.reason}` };
  };

/** Each line once, with all of whom it is true. */
const namedEvidence = (found: readonly FoundOfOne[]): string[] =>
  [...new Set(found.flatMap(({ alone }) => alone.evidence))].map((line) => {
    const names = found.filter(({ alone }) => alone.evidence.includes(line)).map(({ tenant }) => tenant);
    return `${line} (${names.join(', ')})`;
  });
