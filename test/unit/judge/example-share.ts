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
  attack: { kind: 'steps', steps: shareSteps('gpus', [floodPlan.aggressor]) },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

/** The same with its memory. */
export const memoryPlan: ArmPlan = {
  ...sharePlan,
  attack: { kind: 'steps', steps: shareSteps('memory', [floodPlan.aggressor]) },
};

/** The first in a cluster that is not ours. */
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

/** Whom the tests ask about unless they say otherwise. */
const usual = floodPlan.aggressor.name;

type Told = [status: number, noted?: Tried, changes?: Partial<ApiCall>];

/** What a tenant was told of a pod with more than what is left. */
export const overOf =
  (tenant: string) =>
  (...[status, noted = {}, changes = {}]: Told): Observation[] =>
    told(shareStep.over(tenant), status, noted, { as: tenant, ...changes });

/** And of one with no more. */
export const withinOf =
  (tenant: string) =>
  (...[status, noted = {}, changes = {}]: Told): Observation[] =>
    told(shareStep.within(tenant), status, noted, { as: tenant, ...changes });

export const over = overOf(usual);
export const within = withinOf(usual);

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

/** An arm in which so many tenants were asked, played to its end. */
export const recordOf = (tenants: readonly string[], ...seen: readonly Observation[][]): ArmRecord =>
  objectsRecord(
    tenants.flatMap((tenant) => [shareStep.over(tenant), shareStep.within(tenant)]),
    ...seen,
  );

/** Of the usual tenant alone. */
export const shareRecord = (...seen: readonly Observation[][]): ArmRecord => recordOf([usual], ...seen);

/** The same, with something lost. */
export const lostRecord = (...seen: readonly Observation[][]): ArmRecord => ({
  observations: [
    ...shareRecord(...seen).observations,
    at(2, { kind: 'fault', what: 'the disk', cause: 'full' }),
  ],
});
