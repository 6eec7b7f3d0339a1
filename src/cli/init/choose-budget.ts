import { defaultBudget } from '../../config/resolve-target.ts';
import type { Plan } from '../../model/plan.ts';
import type { Budget } from '../../model/target.ts';

/** The plan that verify would make within a budget; undefined if it would play nothing. */
export type PlanWithin = (budget: Budget) => Promise<Plan | undefined>;

/** Requests per minute. */
export interface Promised {
  victimRpm: number;
  /** Of the tenant that runs away. */
  aggressorRpm: number;
}

/** Of a plan that sends no less than this many times what was promised it is an attack. */
const timesPromised = [20, 10, 5, 3, 2.2];
/** The most that settings take. */
const mostRateRps = 10_000;

/**
 * The budget within which most can be asked: the default one where that does; else with another rate, the gentlest change
 * first. Requests and tokens are never more than was allowed.
 */
export async function chooseBudget(
  allowed: Pick<Budget, 'requests' | 'tokens'>,
  promised: Promised,
  planWithin: PlanWithin,
): Promise<{ budget: Budget; plan?: Plan }> {
  let best: { budget: Budget; plan?: Plan } = { budget: { ...allowed, rateRps: defaultBudget.rateRps } };
  for (const rateRps of ratesFor(promised)) {
    const budget = { ...allowed, rateRps };
    const plan = await planWithin(budget);
    if (plan && plan.arms.length > (best.plan?.arms.length ?? 0)) best = { budget, plan };
  }
  return best;
}

/** What runs may spend if somebody allows them so many requests: a hundred tokens for each, and the default at least. */
export const budgetOf = (requests: number): Pick<Budget, 'requests' | 'tokens'> => ({
  requests,
  tokens: Math.max(defaultBudget.tokens, 100 * requests),
});

/**
 * About how many requests it takes until anything can be asked; undefined if no number of them helps.
 */
export async function requestsNeeded(
  promised: Promised,
  planWithin: PlanWithin,
): Promise<number | undefined> {
  for (let requests = fewestRequests; requests <= mostRequests; requests *= 2) {
    const { plan } = await chooseBudget(budgetOf(requests), promised, planWithin);
    if (plan?.target) return roundedUp(plan.target.most.requests);
  }
  return undefined;
}

/** What `--requests` is too small for may be less than the default. */
const fewestRequests = 1000;
const mostRequests = 50_000_000;

const roundedUp = (requests: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(requests)) - 1);
  return Math.ceil(requests / step) * step;
};

/** The default, then lower rates, the highest first, then higher ones, the lowest first. */
function ratesFor(promised: Promised): number[] {
  const { rateRps: usual } = defaultBudget;
  const rates = timesPromised
    .map((times) => enoughRps((times * promised.aggressorRpm) / 60, promised))
    .filter((rateRps) => rateRps !== usual && rateRps <= mostRateRps);
  const lower = rates.filter((rateRps) => rateRps < usual).toSorted((a, b) => b - a);
  const higher = rates.filter((rateRps) => rateRps > usual).toSorted((a, b) => a - b);
  return [usual, ...lower, ...higher];
}

/**
 * For an attack beside its victim, which takes no more than `victimRateFor` lets it have of its promise and of the rate,
 * and its streams.
 */
const enoughRps = (attackRps: number, { victimRpm }: Promised): number =>
  Math.ceil(attackRps + Math.min(150, (0.7 * victimRpm) / 60, attackRps / 1.5) + mostStreamsRps);

const mostStreamsRps = 1.2;
