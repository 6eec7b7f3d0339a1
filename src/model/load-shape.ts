import type { ArmPlan } from './plan.ts';
import type { TenantPromise } from './stack-facts.ts';
import type { CompletionTerms } from './step.ts';

/** How a load of the aggressor differs from one reference request after the other. */
export interface LoadShape {
  /** What each request asks for. */
  request?: LoadRequest;
  /** Requests that go out at the same moment, again and again; the rate counts each. */
  atOnce?: number;
  /**
   * Requests are meant to wait in a queue: as many stay open as come until the first of them times out. They begin
   * `queueRampSeconds` before the measured part of a window, so that its guard is the time in which the queue of the window
   * before drains.
   */
  queues?: true;
}

/**
 * So long before the measured part a load that queues begins, that slower answers are as slow at its one edge as at the
 * other: what was sent before it and ends in it makes up for what is sent in it and ends later.
 */
export const queueRampSeconds = 2;

export type LoadRequest = Pick<CompletionTerms, 'promptTokens' | 'maxTokens' | 'distinct' | 'emptyParts'>;

interface OfferedLoad extends LoadShape {
  rateRps: number;
}

/** Whether the tenant's limits let such a load through without a refusal, as far as rates and bounds can tell. */
export function isWithinPromise(
  { rateRps, request, atOnce = 1 }: OfferedLoad,
  tenant: TenantPromise,
): boolean {
  const tokens = request ? request.promptTokens + request.maxTokens : 0;
  return (
    60 * rateRps <= tenant.rateLimitRpm &&
    60 * rateRps * tokens <= tenant.rateLimitTpm &&
    atOnce <= Math.min(tenant.burstRequests, tenant.maxConcurrency)
  );
}

/** The attack is a load that the aggressor was promised: nothing of it may be refused. */
export const keepsPromise = ({ attack, aggressor }: Pick<ArmPlan, 'attack' | 'aggressor'>): boolean =>
  attack.kind === 'request-flood' && isWithinPromise(attack, aggressor);

/** Whether requests are meant to wait, so that the answers of a window come long after it. */
export const queuesIn = ({ attack }: Pick<ArmPlan, 'attack'>): boolean =>
  attack.kind === 'request-flood' && attack.queues === true;
