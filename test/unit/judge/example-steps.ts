import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { Step } from '../../../src/model/step.ts';
import { at, floodPlan } from './example-arm.ts';

/** Two requests too many, in two steps at once, and one that is allowed. */
export const steps: readonly Step[] = [
  {
    kind: 'together',
    id: 'both',
    steps: [
      {
        kind: 'completions',
        id: 'too-many',
        hostile: true,
        as: 'aggressor',
        count: 2,
        atOnce: 2,
        request: { promptTokens: 1, maxTokens: 1 },
      },
      {
        kind: 'objects',
        id: 'too-big',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'big' } }],
      },
    ],
  },
  {
    kind: 'completions',
    id: 'allowed',
    as: 'aggressor',
    count: 1,
    atOnce: 1,
    request: { promptTokens: 1, maxTokens: 1 },
  },
];

export const stepsPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'example',
  attack: { kind: 'steps', steps },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

type Completion = Extract<ObservedFact, { kind: 'completion' }>;
type ApiCall = Extract<ObservedFact, { kind: 'api-call' }>;

export const completion = (
  step: string,
  httpStatus: number,
  changes: Partial<Completion> = {},
): Observation =>
  at(1, {
    kind: 'completion',
    step,
    as: 'tenant-b',
    tokensAsked: 2,
    httpStatus,
    errorCode: httpStatus === 429 ? 'rate_limit_exceeded' : '',
    retryAfter: httpStatus === 429 ? '3' : null,
    tokensUsed: httpStatus === 200 ? 2 : null,
    tokensStreamed: 0,
    hungUp: false,
    firstByteMs: 12,
    durationMs: 12,
    headers: {},
    ...changes,
  });

const refusal = 'pods "big" is forbidden: maximum nvidia.com/gpu usage per Container is 2, but limit is 3';

export const apiCall = (step: string, httpStatus: number, changes: Partial<ApiCall> = {}): Observation =>
  at(1, {
    kind: 'api-call',
    step,
    as: 'tenant-b',
    verb: 'create',
    resource: 'Pod',
    name: 'big',
    httpStatus,
    reason: httpStatus === 403 ? 'Forbidden' : '',
    message: httpStatus === 403 ? refusal : '',
    durationMs: 12,
    ...changes,
  });

export const stepEnded = (step: string): Observation =>
  at(2, { kind: 'step-ended', step, startedAtMs: at(1, { kind: 'arm-started' }).atMs });

/** Everything that the steps planned was answered, as these say, and the arm was played to its end. */
export const stepsRecord = (...answers: readonly Observation[]): ArmRecord => ({
  observations: [
    at(0, { kind: 'arm-started' }),
    ...answers,
    ...['too-many', 'too-big', 'both', 'allowed'].map(stepEnded),
    at(3, { kind: 'arm-ended', playedPairs: 0 }),
  ],
});

/** As a sound platform answers. */
export const soundAnswers: readonly Observation[] = [
  completion('too-many', 429),
  completion('too-many', 429),
  apiCall('too-big', 403),
  completion('allowed', 200),
];
