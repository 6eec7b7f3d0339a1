import type { AttackPlan } from '../model/plan.ts';
import type { Arm, Attack } from '../model/scenario.ts';
import type { TenantPromise } from '../model/stack-facts.ts';

type TokenBurst<T> = Extract<T, { kind: 'token-burst' }>;

/**
 * How many tokens each request of a burst asks for. With the control in place the budget must be whole when the burst begins,
 * or the last tokens of it are not tried; without the control a race is shown as soon as one request is let in.
 */
export function planTokenBurst(
  { kind, requests, timesBudget, maxTokens }: TokenBurst<Attack>,
  arm: Arm,
  { rateLimitTpm }: TenantPromise,
): TokenBurst<AttackPlan> {
  const promptTokens = Math.max(1, Math.ceil((rateLimitTpm * timesBudget) / requests) - maxTokens);
  const startAtTokens = arm === 'protected' ? Math.floor(rateLimitTpm) : promptTokens + maxTokens;
  return { kind, requests, promptTokens, maxTokens, startAtTokens };
}
