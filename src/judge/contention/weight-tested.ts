import type { ArmPlan } from '../../model/plan.ts';
import type { Gate } from '../gates/gate.ts';
import { shareByWeight } from '../owed-tokens.ts';
import { number } from '../words.ts';
import { engineShares, type EngineShares } from './engine-shares.ts';
import { enginesContended } from './engines-contended.ts';

/** Least part of what it is owed that the victim must get. */
export const leastOfOwed = 0.9;

/**
 * A platform that knows no weights would have been found out: serving in order of arrival, or everybody alike, it would
 * have given the victim too little. Where no control can be removed, this stands for having seen the check break.
 */
export const weightTested: Gate = {
  id: 'weight-tested',
  morePairsHelp: true,
  examine(plan, record) {
    const contended = enginesContended.examine(plan, record);
    if (!contended.ok) return contended;
    const shares = engineShares(plan, record);
    const unweighted = withoutWeights(plan, shares);
    const would = `without weights ${plan.victim.name} would have got ${tokens(unweighted)} of the ${tokens(shares.owed.most)} tokens that it is owed`;
    if (unweighted < leastOfOwed * shares.owed.most) return { ok: true, seen: `${contended.seen}; ${would}` };
    return {
      ok: false,
      cause:
        `its weight was not put to the test: ${would}. Let it ask for more (victim.rateRps just below its promise, and ` +
        'budget.rateRps with it), and let the first tenant of target.tenants be one with a large weight',
    };
  },
};

/** The more of the two: a share as large as what it asked for has among all, and where its weight is the larger one, half. */
function withoutWeights(plan: ArmPlan, { victim, aggressor }: EngineShares): number {
  const both = victim.got + aggressor.got + aggressor.givenUp;
  const byArrival = (victim.asked / (victim.asked + aggressor.asked)) * both;
  const alike = shareByWeight(plan) > 0.5 ? Math.min(victim.asked, both / 2) : 0;
  return Math.max(byArrival, alike);
}

const tokens = (amount: number): string => number(Math.round(amount));
