import type { LimitsSeen } from './look/limits-seen.ts';
import { promiseWords } from './promise-number.ts';
import type { PromiseName, TenantDraft } from './tenant-draft.ts';

/**
 * Adds to a tenant the promises that were seen and not said. What was said stays, also where the endpoint tells another
 * limit; that is a remark, for it may be what a run finds.
 * @returns remarks, one line each
 */
export function fillIn(draft: TenantDraft, limits: LimitsSeen): string[] {
  const { promises, name } = draft;
  const remarks: string[] = [];
  const add = (promise: PromiseName, seen: number | undefined): void => {
    const known = promises[promise];
    if (seen === undefined || known?.value === seen) return;
    if (!known) promises[promise] = { value: seen, from: 'seen' };
    else remarks.push(`${name}: ${known.value} ${promiseWords[promise]} were said, and headers say ${seen}`);
  };
  add('requestsPerMinute', limits.requestsPerMinute);
  add('tokensPerMinute', limits.tokensPerMinute);
  // The burst of another limit than the one that was promised says nothing of this one.
  const { requestsPerMinute: rate } = limits;
  if (rate === undefined || promises.requestsPerMinute?.value === rate)
    add('burstRequests', limits.burstRequests);
  return remarks;
}
