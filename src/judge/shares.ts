import type { ArmRecord } from '../model/observation.ts';
import { shareTerms, type SharedResource } from '../model/share.ts';
import type { TryPodStep } from '../model/step.ts';
import type { Fact } from './facts.ts';
import { quotaRefusal, type QuotaRefusal } from './quota-refusal.ts';
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
  /** Absent if it was not refused, or not by a quota for what it asked for. */
  refusal?: QuotaRefusal;
}

/** The last pod that a step tried; undefined if none was seen. */
export function triedIn(
  record: ArmRecord,
  { id, resource }: Pick<TryPodStep, 'id' | 'resource'>,
): TriedPod | undefined {
  const call = apiCallsOf(record, id).at(-1);
  if (!call) return undefined;
  const { asked = '0', given = '0', usedBefore = '0', usedAfter = '0', scoped = '[]' } = call.noted ?? {};
  const refusal = quotaRefusal(call, shareTerms[resource].quotaKey);
  return {
    call,
    asked: Number(asked),
    given: Number(given),
    used: Math.min(Number(usedBefore), Number(usedAfter)),
    isUseKnown: call.noted?.['usedBefore'] !== undefined,
    scoped: JSON.parse(scoped) as string[],
    ...(refusal ? { refusal } : {}),
  };
}

/** What a tenant was promised, and how amounts of it are told. */
export interface Share {
  promised: number;
  /** The same in the unit of a verdict. */
  limit: number;
  inUnit: (amount: number) => number;
  /** `4 GPUs`, `65,536 MiB` */
  words: (amount: number) => string;
}

export const shareUnit: Readonly<Record<SharedResource, string>> = { gpus: 'GPUs', memory: 'MiB' };

/** The promise that a step is about. */
export function shareOf({ resource, promised }: Pick<TryPodStep, 'resource' | 'promised'>): Share {
  const inUnit = (amount: number): number => (resource === 'gpus' ? amount : mebibytes(amount));
  const words = (amount: number): string =>
    resource === 'gpus' ? count(amount, 'GPU') : `${number(mebibytes(amount))} MiB`;
  return { promised, limit: inUnit(promised), inUnit, words };
}

/** What a pod was told, where that is not of a quota. */
export const toldWords = ({ httpStatus, message }: Fact<'api-call'>): string =>
  [statusWord(httpStatus), message.slice(0, mostCharacters)].filter((part) => part !== '').join(' ');

const mostCharacters = 200;
