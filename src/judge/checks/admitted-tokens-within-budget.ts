import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { burstCalls, sentAtMs, tokensAsked, wasRefused, wasServed, type BurstCall } from '../burst-calls.ts';
import { factsOf } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { nothingRestarted } from '../gates/nothing-restarted.ts';
import { count, number, tallyOf } from '../words.ts';
import { gatewayTokens } from './gateway-tokens.ts';

/**
 * Of a burst that asks for many times the budget, the gateway admits no token more than the budget and what comes in while
 * the burst lasts. What the clients saw must agree with what the gateway counted.
 */
export function admittedTokensWithinBudget(): GatedCheck {
  return gated(
    {
      id: 'admitted-tokens-within-budget',
      objective: 'The gateway admits no more tokens of the aggressor than burst + rate · time',
      unit: 'tokens',
      measure,
    },
    // Tokens that were served were served, whatever else went wrong: nothing but an A/A run masks a breach.
    { held: [attackDelivered, nothingRestarted, noFaults, armFinished], breached: [attackMade] },
  );
}

interface BurstTokens {
  /** Prompt + max_tokens of the requests that were served: what a budget must have reserved. */
  reserved: number;
  /** As their answers state; one that states nothing counts nothing. */
  used: number;
  /** Most that the budget allows from the first request to the last answer. */
  bound: number;
  seconds: number;
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const calls = burstCalls(plan, record);
  if (calls.length === 0) {
    const reason = 'no request of the burst was seen';
    return { status: 'inconclusive', measured: null, limit: null, reason, evidence: [] };
  }
  const tokens = tokensOf(calls, plan);
  const gateway = gatewayTokens(record, plan.aggressor.name);
  const found = {
    measured: Math.max(tokens.reserved, tokens.used),
    limit: tokens.bound,
    samples: calls.length,
    evidence: [
      `Of ${count(calls.length, 'request')} ${calls.filter(wasServed).length} were served, ${calls.filter(wasRefused).length} got 429`,
      `The gateway counted ${gateway === undefined ? 'nothing' : count(gateway, 'admitted token')}`,
    ],
  };
  if (tokens.used > tokens.bound) return { ...found, status: 'breached', reason: describe(tokens) };
  const doubt = doubtAbout(tokens, { calls, gateway, plan, record });
  return doubt === undefined
    ? { ...found, status: 'held', reason: `${describe(tokens)}, and the gateway counted the same` }
    : { ...found, status: 'inconclusive', reason: doubt };
}

/** The bound is that of a token bucket which is full at first: the budget of a minute, and its rate from then on. */
function tokensOf(calls: readonly BurstCall[], { aggressor: { rateLimitTpm } }: ArmPlan): BurstTokens {
  const served = calls.filter(wasServed);
  const lastMs = Math.max(...calls.map(({ atMs }) => atMs));
  const seconds = (lastMs - Math.min(...calls.map(sentAtMs))) / 1000;
  return {
    reserved: tokensAsked(served),
    used: served.reduce((sum, { tokensUsed }) => sum + (tokensUsed ?? 0), 0),
    bound: Math.floor(rateLimitTpm + (rateLimitTpm / 60) * seconds),
    seconds,
  };
}

interface Circumstances {
  calls: readonly BurstCall[];
  gateway: number | undefined;
  plan: ArmPlan;
  record: ArmRecord;
}

/** Why figures within the bound do not show that the budget was what bounded them. */
function doubtAbout(
  { reserved, used }: BurstTokens,
  { calls, gateway, plan, record }: Circumstances,
): string | undefined {
  const others = calls.filter((call) => !wasServed(call) && !wasRefused(call));
  if (others.length > 0) {
    const byStatus = Map.groupBy(others, ({ httpStatus }) => httpStatus);
    return `neither served nor refused: ${tallyOf(new Map([...byStatus].map(([status, all]) => [status, all.length])))}`;
  }
  if (used !== reserved) {
    return `the requests served asked for ${count(reserved, 'token')} and state a use of ${number(used)}: what was given back may have been admitted again`;
  }
  if (gateway !== reserved) {
    const counted = gateway === undefined ? 'is missing' : `is ${number(gateway)}`;
    return `the clients saw ${count(reserved, 'token')} admitted, and the gateway's own count ${counted}`;
  }
  return untriedBudget(reserved, { calls, plan, record });
}

/** A budget that was not whole, or that had room for one more request, was not tried to its last token. */
function untriedBudget(
  reserved: number,
  { calls, plan, record }: Omit<Circumstances, 'gateway'>,
): string | undefined {
  const { name, rateLimitTpm } = plan.aggressor;
  const left = factsOf(record, 'token-bucket').findLast(({ tenant }) => tenant === name)?.remainingTokens;
  if (left === undefined || left < Math.floor(rateLimitTpm)) {
    const seen = left === undefined ? 'was not seen' : `was ${number(left)} of ${number(rateLimitTpm)}`;
    return `the budget was not whole when the burst began: it ${seen}`;
  }
  const smallest = Math.min(...calls.map((call) => call.tokensAsked));
  return reserved + smallest > rateLimitTpm
    ? undefined
    : `${count(reserved, 'token')} admitted of ${number(rateLimitTpm)}: another limit refused before the budget did`;
}

const describe = ({ reserved, used, bound, seconds }: BurstTokens): string =>
  `${count(used, 'token')} used by requests that asked for ${number(reserved)} in ${number(seconds)} s, ${number(bound)} allowed`;
