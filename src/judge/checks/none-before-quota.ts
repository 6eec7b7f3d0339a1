import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { Fact } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { apiCallsOf, lookOf } from '../steps.ts';
import { count, statusWord, tally } from '../words.ts';

/** The steps in which pods are created while a namespace gets its quota. */
export interface EarlySteps {
  /** Before the quota exists. */
  early: string;
  /** From its creation until it is in force. */
  meanwhile: string;
  /** When it is in force. */
  late: string;
  /** Look at the quota until it is in force. */
  quota: string;
  /** Name of the quota, and the pods that it promises. */
  quotaName: string;
  pods: number;
  /** Name of the admission policy that keeps pods out before. */
  policy: string;
}

/** No pod gets in before the quota is in force, and exactly as many as it promises after. */
export function noneBeforeQuota(steps: EarlySteps): GatedCheck {
  return gated(
    {
      id: 'none-before-quota',
      objective: 'No pod gets in before the quota is in force, and exactly what it promises then',
      unit: 'pods admitted',
      measure: (_plan, record) => measure(steps, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(steps: EarlySteps, record: ArmRecord): Finding {
  const [early, meanwhile, late] = [steps.early, steps.meanwhile, steps.late].map((step) =>
    apiCallsOf(record, step),
  );
  const calls = [...(early ?? []), ...(meanwhile ?? []), ...(late ?? [])];
  const admitted = admittedOf(calls);
  const found = {
    measured: calls.length === 0 ? null : admitted,
    limit: steps.pods,
    samples: calls.length,
    evidence: [
      `Admitted: ${admittedOf(early)} before the quota existed, ${admittedOf(meanwhile)} until it was in force, ${admittedOf(late)} later`,
    ],
  };
  if (admittedOf(early) > 0 || admitted > steps.pods) {
    const reason = `${count(admitted, 'pod')} admitted, promised ${steps.pods}; ${admittedOf(early)} of them before there was a quota`;
    return { ...found, status: 'breached', reason };
  }
  const unknown = calls.filter((call) => call.httpStatus !== 201 && !isRefused(steps, call));
  if (early?.length === 0 || late?.length === 0) {
    return {
      ...found,
      status: 'inconclusive',
      reason: 'no attempt to create a pod was seen before the quota, or after',
    };
  }
  if (unknown.length > 0) {
    const answers = tally(
      unknown.map(({ httpStatus, message }) => `${statusWord(httpStatus)} ${message.slice(0, 80)}`),
    );
    return {
      ...found,
      status: 'inconclusive',
      reason: `refused, but by neither policy nor quota: ${answers}`,
    };
  }
  if (!lookOf(record, steps.quota)?.settled) {
    return { ...found, status: 'inconclusive', reason: 'the quota was not seen to come into force' };
  }
  return admitted < steps.pods
    ? {
        ...found,
        status: 'breached',
        reason: `the promise of ${steps.pods} was not available: ${admitted} admitted`,
      }
    : {
        ...found,
        status: 'held',
        reason: `${count(admitted, 'pod')} admitted, none of them before the quota was in force`,
      };
}

const admittedOf = (calls: readonly Fact<'api-call'>[] = []): number =>
  calls.filter(({ httpStatus }) => httpStatus === 201).length;

const isRefused = ({ policy, quotaName }: EarlySteps, { httpStatus, message }: Fact<'api-call'>): boolean =>
  (httpStatus === 403 || httpStatus === 422) &&
  (message.includes(`ValidatingAdmissionPolicy '${policy}'`) ||
    message.includes(`exceeded quota: ${quotaName},`));
