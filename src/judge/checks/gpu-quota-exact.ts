import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { createCalls } from '../api-calls.ts';
import { factsOf, type Fact } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { count, statusWord, tally } from '../words.ts';

/** The key that Kubernetes enforces for extended resources; `limits.nvidia.com/gpu` is accepted and counts nothing. */
const gpuQuotaKey = 'requests.nvidia.com/gpu';

/** Of all GPU pods that the aggressor asks for, exactly its quota is admitted and the rest is refused by that quota. */
export function gpuQuotaExact(): GatedCheck {
  return gated(
    {
      id: 'gpu-quota-exact',
      objective: 'Exactly the promised GPUs are given out, every other pod is refused by the quota',
      unit: 'pods admitted',
      measure,
    },
    // Pods that were admitted were admitted, whatever else went wrong.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const limit = plan.aggressor.gpuQuota;
  const calls = createCalls(record);
  if (calls.length === 0) {
    const reason = 'no attempt to create a pod was seen';
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const admitted = calls.filter(({ httpStatus }) => httpStatus === 201).length;
  const byQuota = calls.filter((call) => isRefusedBy(plan.aggressor.quotaName, call)).length;
  const others = calls.filter(
    (call) => call.httpStatus !== 201 && !isRefusedBy(plan.aggressor.quotaName, call),
  );
  const quota = factsOf(record, 'quota').findLast(({ name }) => name === plan.aggressor.quotaName);
  const found = {
    measured: admitted,
    limit,
    samples: calls.length,
    evidence: [
      `Of ${count(calls.length, 'creation')} ${admitted} got 201, ${byQuota} got 403 naming ${plan.aggressor.quotaName}`,
      ...(quota ? [describe(quota)] : []),
    ],
  };
  if (admitted > limit) {
    return { ...found, status: 'breached', reason: `${count(admitted, 'pod')} admitted, promised ${limit}` };
  }
  if (others.length > 0) {
    const answers = tally(others.map(answerOf));
    return { ...found, status: 'inconclusive', reason: `refused, but not by the quota: ${answers}` };
  }
  if (admitted < limit) {
    const reason = `the promise of ${limit} was not available: ${count(admitted, 'pod')} admitted, the quota refused the rest`;
    return { ...found, status: 'breached', reason };
  }
  return { ...found, ...settled(quota, admitted, byQuota) };
}

/** The message lists only what was exceeded: a refusal for want of processors names the same quota, and proves nothing of GPUs. */
const isRefusedBy = (quotaName: string, { httpStatus, message }: Fact<'api-call'>): boolean =>
  httpStatus === 403 && message.includes(`exceeded quota: ${quotaName},`) && message.includes(gpuQuotaKey);

const answerOf = ({ httpStatus, reason, message }: Fact<'api-call'>): string =>
  [statusWord(httpStatus), reason, message.slice(0, 80)].filter((part) => part !== '').join(' ');

/** The answers were right; the quota's books must agree with them, or the next answer may be wrong. */
function settled(
  quota: Fact<'quota'> | undefined,
  admitted: number,
  byQuota: number,
): Pick<Finding, 'status' | 'reason'> {
  if (!quota) return { status: 'inconclusive', reason: "the quota's own count was not seen" };
  if (quota.liveGpuRequests > admitted) {
    const reason = `the live pods ask for ${count(quota.liveGpuRequests, 'GPU')}, and ${count(admitted, 'pod')} got an answer that it was admitted`;
    return { status: 'inconclusive', reason };
  }
  if (!quota.converged || usedOf(quota) !== quota.liveGpuRequests || quota.liveGpuRequests !== admitted) {
    return { status: 'inconclusive', reason: `the quota's count did not settle: ${describe(quota)}` };
  }
  const reason = `${count(admitted, 'pod')} admitted, ${byQuota} refused by the quota, whose count agrees with the live pods`;
  return { status: 'held', reason };
}

const usedOf = ({ used }: Fact<'quota'>): number => Number(used[gpuQuotaKey]);

const describe = ({ used, hard, liveGpuRequests }: Fact<'quota'>): string =>
  `the quota says ${used[gpuQuotaKey] ?? 'nothing'} of ${hard[gpuQuotaKey] ?? 'no bound'} GPUs used, the live pods ask for ${liveGpuRequests}`;
