import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import type { SharedResource } from '../model/share.ts';
import type { Fact } from './facts.ts';
import { apiCallsOf } from './steps.ts';
import { count, mebibytes, number, statusWord } from './words.ts';

/** What a tried pod was told. */
export interface TriedPod {
  call: Fact<'api-call'>;
  asked: number;
  /** What it would have got; 0 if it was refused. */
  given: number;
  /** The least that the quota counted before it and after it; 0 if it counted nothing. */
  used: number;
  /** Whether that was counted: quotas may be closed to us, and then nobody knows. */
  isUseKnown: boolean;
  /** Names of quotas that count only some of the tenant's pods. */
  scoped: readonly string[];
}

/** The last pod that a step tried; undefined if none was seen. */
export function triedIn(record: ArmRecord, step: string): TriedPod | undefined {
  const call = apiCallsOf(record, step).at(-1);
  if (!call) return undefined;
  const { asked = '0', given = '0', usedBefore = '0', usedAfter = '0', scoped = '[]' } = call.noted ?? {};
  return {
    call,
    asked: Number(asked),
    given: Number(given),
    used: Math.min(Number(usedBefore), Number(usedAfter)),
    isUseKnown: call.noted?.['usedBefore'] !== undefined,
    scoped: JSON.parse(scoped) as string[],
  };
}

/** What the aggressor was promised. */
export const promisedShare = (
  { aggressor: { gpuQuota, memoryQuotaBytes } }: ArmPlan,
  resource: SharedResource,
): number => (resource === 'gpus' ? gpuQuota : memoryQuotaBytes);

export const shareUnit: Readonly<Record<SharedResource, string>> = { gpus: 'GPUs', memory: 'MiB' };

/** In that unit. */
export const inShareUnit = (amount: number, resource: SharedResource): number =>
  resource === 'gpus' ? amount : mebibytes(amount);

/** `4 GPUs`, `65,536 MiB` */
export const shareWords = (amount: number, resource: SharedResource): string =>
  resource === 'gpus' ? count(amount, 'GPU') : `${number(mebibytes(amount))} MiB`;

/** What a pod was told, where that is not of a quota. */
export const toldWords = ({ httpStatus, message }: Fact<'api-call'>): string =>
  [statusWord(httpStatus), message.slice(0, mostCharacters)].filter((part) => part !== '').join(' ');

const mostCharacters = 200;
