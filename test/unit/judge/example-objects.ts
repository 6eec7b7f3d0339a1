import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { at, floodPlan } from './example-arm.ts';

type ApiCall = Extract<ObservedFact, { kind: 'api-call' }>;
type Seen = Extract<ObservedFact, { kind: 'objects-seen' }>['objects'];

/** A plan whose hostile steps create so many objects each. */
export const objectsPlan = (hostile: Readonly<Record<string, number>>): ArmPlan => ({
  ...floodPlan,
  scenario: 'objects',
  attack: {
    kind: 'steps',
    steps: Object.entries(hostile).map(([id, count]) => ({
      kind: 'objects',
      id,
      hostile: true,
      as: 'aggressor',
      verb: 'create',
      atOnce: count,
      objects: Array.from({ length: count }, (_, index) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `${id}-${index}` },
      })),
    })),
  },
  design: { kind: 'single-shot', settleSeconds: 10 },
});

/** Answers to creations of a step. */
export const answers = (
  step: string,
  count: number,
  httpStatus: number,
  changes: Partial<ApiCall> = {},
): Observation[] =>
  Array.from({ length: count }, (_, index) =>
    at(1, {
      kind: 'api-call',
      step,
      as: 'tenant-b',
      verb: 'create',
      resource: 'Pod',
      name: `${step}-${index}`,
      httpStatus,
      reason: httpStatus === 403 ? 'Forbidden' : '',
      message: '',
      durationMs: 12,
      ...changes,
    }),
  );

/** The message of a refusal by the quota of the example's tenants. */
export const overQuota = (key: string, quotaName = 'gpu-quota'): { message: string } => ({
  message: `pods "p" is forbidden: exceeded quota: ${quotaName}, requested: ${key}=1, used: ${key}=4, limited: ${key}=4`,
});

/** What a look saw: the notes of each object. */
export const saw = (
  step: string,
  notes: readonly Record<string, string>[],
  settled: boolean = true,
): Observation => {
  const objects: Seen = notes.map((noted, index) => ({ name: `object-${index}`, noted }));
  return at(2, { kind: 'objects-seen', step, objects, settled });
};

/** An arm that was played to its end; the steps named ended. */
export const objectsRecord = (
  steps: readonly string[],
  ...seen: readonly (Observation | readonly Observation[])[]
): ArmRecord => ({
  observations: [
    at(0, { kind: 'arm-started' }),
    ...seen.flat(),
    ...steps.map((step) => at(3, { kind: 'step-ended', step, startedAtMs: 0 })),
    at(4, { kind: 'arm-ended', playedPairs: 0 }),
  ],
});
