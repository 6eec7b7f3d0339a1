import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { shareStep, shareSteps } from '../../../src/model/share-steps.ts';
import { at, floodPlan } from './example-arm.ts';
import { answers, objectsRecord } from './example-objects.ts';

type ApiCall = Extract<ObservedFact, { kind: 'api-call' }>;

/** A tenant that was promised four GPUs, in a cluster of ours. */
export const sharePlan: ArmPlan = {
  ...floodPlan,
  scenario: 'promised-gpus',
  attack: { kind: 'steps', steps: shareSteps('gpus', 4) },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

/** The same in one that is not. */
export const shareOutside: ArmPlan = { ...sharePlan, outside: { shows: ['gateway', 'pod-dry-run'] } };

/** What a pod asked for, what it was given, and what was in use before and after. */
export interface Tried {
  asked?: string;
  given?: string;
  usedBefore?: string;
  usedAfter?: string;
  scoped?: string;
}

const told = (step: string, httpStatus: number, noted: Tried, changes: Partial<ApiCall>): Observation[] =>
  answers(step, 1, httpStatus, { ...changes, noted: { ...noted } });

export const over = (status: number, noted: Tried = {}, changes: Partial<ApiCall> = {}): Observation[] =>
  told(shareStep.over, status, noted, changes);

export const within = (status: number, noted: Tried = {}, changes: Partial<ApiCall> = {}): Observation[] =>
  told(shareStep.within, status, noted, changes);

/** As a quota refuses a pod. */
export const quotaSays = (
  requested: string,
  used: string,
  limited: string,
  key = 'requests.nvidia.com/gpu',
): { message: string } => ({
  message: `pods "p" is forbidden: exceeded quota: team-quota, requested: ${key}=${requested}, used: ${key}=${used}, limited: ${key}=${limited}`,
});

/** As a quota refuses the fifth GPU of four. */
export const refusedFifth = over(
  403,
  { asked: '5', usedBefore: '0', usedAfter: '0' },
  quotaSays('5', '0', '4'),
);

/** An arm that was played to its end. */
export const shareRecord = (...seen: readonly Observation[][]): ArmRecord =>
  objectsRecord([shareStep.over, shareStep.within], ...seen);

/** The same, with something lost. */
export const lostRecord = (...seen: readonly Observation[][]): ArmRecord => ({
  observations: [
    ...shareRecord(...seen).observations,
    at(2, { kind: 'fault', what: 'the disk', cause: 'full' }),
  ],
});
