import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { engineShares } from '../contention/engine-shares.ts';
import { enginesContended } from '../contention/engines-contended.ts';
import { leastOfOwed, weightTested } from '../contention/weight-tested.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimGates } from '../gates/victim-gates.ts';
import { shareByWeight } from '../owed-tokens.ts';
import { count, number, percent } from '../words.ts';
import { victimTokenShare } from './victim-token-share.ts';

/**
 * `victim-token-share` of engines of which nothing is known. Nobody can say which answer is in time there, so that what a
 * tenant got is what its answers brought that ended in the measured parts of the attack windows, each with the tokens that
 * its request asked for: the service that was received in that time (Sheng et al., OSDI 2024, measure fairness so). Answers
 * that lie on an edge of a window make it a few percent either way, and `leastOfOwed` leaves room for them.
 */
export function weightedShare(): GatedCheck {
  return gated(
    {
      id: victimTokenShare().id,
      objective: 'While the engines are contended the victim gets its share of the tokens, by weight',
      unit: 'share of the tokens owed',
      measure,
      sequential: true,
    },
    {
      held: [...victimGates.held, weightTested],
      breached: [...victimGates.breached, enginesContended],
    },
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const { victim, aggressor, owed } = engineShares(plan, record);
  const [own, other] = [plan.victim.name, plan.aggressor.name];
  if (victim.asked === 0 || aggressor.got === 0) {
    const reason =
      victim.asked === 0
        ? `no request of ${own} was seen in a sound attack window`
        : `nothing was served to ${other} in the measured part of a sound attack window`;
    return { status: 'inconclusive', measured: null, limit: leastOfOwed, reason, evidence: [] };
  }
  const share = victim.got / owed.most;
  const isKnown = victim.got < leastOfOwed * owed.least || share >= leastOfOwed;
  const got = `${own} got ${count(victim.got, 'token')} in the attack windows, ${percent(share)} of the ${tokens(owed.most)} that it is owed`;
  const unknown = `at the most: nobody knows whether the engines worked on the ${tokens(aggressor.givenUp)} of ${other} that were given up after some seconds. A faster victim (victim.rateRps) has shorter windows, in which less is given up`;
  return {
    status: !isKnown ? 'inconclusive' : share >= leastOfOwed ? 'held' : 'breached',
    measured: share,
    limit: leastOfOwed,
    reason: isKnown ? got : `${got} ${unknown}`,
    evidence: [
      `It asked for ${count(victim.asked, 'token')}; ${other} got ${number(aggressor.got)}; by weight its share of both is ${percent(shareByWeight(plan))}`,
    ],
  };
}

const tokens = (amount: number): string => number(Math.round(amount));
