import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan, AttackPlan } from '../../model/plan.ts';
import { burstCalls, sentAtMs, tokensAsked, wasAnswered, wasServed } from '../burst-calls.ts';
import { count, number } from '../words.ts';
import type { GateResult } from './gate.ts';

/** A burst must ask for this multiple of the budget, or a budget that is a little too large would pass. */
const leastTimesBudget = 3;

export function burstMade(plan: ArmPlan, record: ArmRecord): GateResult {
  const asked = tokensAsked(burstCalls(plan, record));
  const { rateLimitTpm } = plan.aggressor;
  const tokens = `${count(asked, 'token')} at once, promised ${number(rateLimitTpm)}`;
  return asked > rateLimitTpm
    ? { ok: true, seen: `The aggressor asked for ${tokens}` }
    : { ok: false, cause: `the aggressor did not run away: it asked for ${tokens}` };
}

/** Every request was answered, and all were on their way before anyone could know what the first of them had used. */
export function burstDelivered(
  { requests }: Extract<AttackPlan, { kind: 'token-burst' }>,
  plan: ArmPlan,
  record: ArmRecord,
): GateResult {
  const calls = burstCalls(plan, record);
  const answered = calls.filter(wasAnswered);
  const share = `${answered.length} of ${count(requests, 'request')} were answered`;
  if (answered.length < requests || requests === 0)
    return { ok: false, cause: `the attack was not delivered in full: ${share}` };
  const timesBudget = tokensAsked(answered) / plan.aggressor.rateLimitTpm;
  const tokens = `${count(tokensAsked(answered), 'token')}, ${number(timesBudget)} times the budget of a minute`;
  if (timesBudget < leastTimesBudget)
    return { ok: false, cause: `the burst asked for too little to tell: ${tokens}` };
  const firstServedMs = Math.min(...calls.filter(wasServed).map(({ atMs }) => atMs));
  const late = calls.filter((call) => sentAtMs(call) > firstServedMs).length;
  return late === 0
    ? {
        ok: true,
        seen: `The attack was delivered: ${share}, for ${tokens}, all sent before the first was served`,
      }
    : {
        ok: false,
        cause: `it was no burst: ${count(late, 'request')} went out after the first had been served`,
      };
}
