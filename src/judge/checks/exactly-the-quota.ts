import type { Check, Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { TenantPromise } from '../../model/stack-facts.ts';
import type { Fact } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { apiCallsOf } from '../steps.ts';
import { statusWord, tally } from '../words.ts';

/** What a quota promises, and the steps that try to get more. */
export interface QuotaPromise extends Pick<Check, 'id' | 'objective' | 'unit'> {
  steps: readonly string[];
  /** Key of the ResourceQuota, e.g. `count/jobs.batch`. */
  key: string;
  promised: (aggressor: TenantPromise) => number;
}

/** Of all objects that the steps create, exactly what the quota promises is let in, and the rest is refused by that key of it. */
export function exactlyTheQuota(promise: QuotaPromise): GatedCheck {
  const { id, objective, unit } = promise;
  return gated(
    { id, objective, unit, measure: (plan, record) => measure(promise, plan, record) },
    // What was let in was let in, whatever else went wrong.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure({ steps, key, promised }: QuotaPromise, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limit = promised(aggressor);
  const calls = steps.flatMap((step) => apiCallsOf(record, step));
  if (calls.length === 0) {
    const reason = `no call of ${steps.join(', ')} was seen`;
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const admitted = calls.filter(({ httpStatus }) => httpStatus === 201).length;
  const others = calls.filter((call) => call.httpStatus !== 201 && !isRefusedBy(aggressor, key, call));
  const refused = calls.length - admitted - others.length;
  const found = {
    measured: admitted,
    limit,
    samples: calls.length,
    evidence: [
      `${admitted} got 201, ${refused} got 403 naming ${aggressor.quotaName} and ${key}, ${others.length} another answer`,
    ],
  };
  if (admitted > limit)
    return { ...found, status: 'breached', reason: `${admitted} let in, promised ${limit}` };
  if (others.length > 0) {
    const reason = `refused, but not by the quota: ${tally(others.map(answerOf))}`;
    return { ...found, status: 'inconclusive', reason };
  }
  if (admitted < limit) {
    const reason = `the promise of ${limit} was not available: ${admitted} let in, the quota refused the rest`;
    return { ...found, status: 'breached', reason };
  }
  return { ...found, status: 'held', reason: `${admitted} let in, ${refused} refused by the quota` };
}

/** The message lists only what was exceeded. */
const isRefusedBy = (
  { quotaName }: TenantPromise,
  key: string,
  { httpStatus, message }: Fact<'api-call'>,
): boolean =>
  httpStatus === 403 &&
  message.includes(`exceeded quota: ${quotaName},`) &&
  message.includes(`requested: ${key}=`);

const answerOf = ({ httpStatus, reason, message }: Fact<'api-call'>): string =>
  [statusWord(httpStatus), reason, message.slice(0, 80)].filter((part) => part !== '').join(' ');
