import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { at, floodPlan } from './example-arm.ts';
import { restarts } from './example-cluster.ts';

type Completion = Extract<ObservedFact, { kind: 'completion' }>;
type Reading = Extract<ObservedFact, { kind: 'reading' }>;

/** An attack of one hostile step, `attack`, with one request; checks look at further steps as they are told. */
export const stepsPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'example',
  attack: {
    kind: 'steps',
    steps: [
      {
        kind: 'completions',
        id: 'attack',
        hostile: true,
        as: 'aggressor',
        count: 1,
        atOnce: 1,
        request: { promptTokens: 8, maxTokens: 2 },
      },
    ],
  },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

export const noAttackPlan: ArmPlan = { ...stepsPlan, attack: { kind: 'none', instead: 'steps' } };

/** Ten tokens asked for by the aggressor and answered within 0.1 s, this many seconds into the arm. */
export const completion = (
  step: string,
  endSeconds: number,
  changes: Partial<Completion> = {},
): Observation => {
  const served = (changes.httpStatus ?? 200) === 200;
  return at(endSeconds, {
    kind: 'completion',
    step,
    as: 'tenant-b',
    tokensAsked: 10,
    httpStatus: 200,
    errorCode: served ? '' : 'rate_limit_exceeded',
    retryAfter: served ? null : '1',
    tokensUsed: served ? 10 : null,
    tokensStreamed: 0,
    hungUp: false,
    firstByteMs: 10,
    durationMs: 100,
    headers: {},
    ...changes,
  });
};

/** Values keyed by nothing, or by tenant. */
export const reading = (
  step: string,
  values: Record<string, number | Record<string, number>>,
  changes: Partial<Reading> = {},
): Observation =>
  at(3, {
    kind: 'reading',
    step,
    processes: ['pod since 1'],
    values: Object.fromEntries(
      Object.entries(values).map(([query, value]) => [
        query,
        typeof value === 'number' ? { '': value } : value,
      ]),
    ),
    settled: true,
    ...changes,
  });

/** An arm in which the attack was answered and these things were seen. */
export const stepsRecord = (...seen: readonly Observation[]): ArmRecord => ({
  observations: [
    at(0, { kind: 'arm-started' }),
    restarts('tenant-a', 1, 0),
    completion('attack', 1),
    at(1, { kind: 'step-ended', step: 'attack', startedAtMs: 0 }),
    ...seen,
    restarts('tenant-a', 1, 0),
    at(9, { kind: 'arm-ended', playedPairs: 0 }),
  ],
});

/** The same record, spoiled in every way that must keep a check from saying `held`. */
export const spoiled = (record: ArmRecord): [string, ArmRecord, RegExp][] => {
  const without = (kind: ObservedFact['kind']): ArmRecord => ({
    observations: record.observations.filter((seen) => seen.kind !== kind),
  });
  const fault = at(2, { kind: 'fault', what: 'a reading', cause: 'connection lost' });
  return [
    ['something was lost', { observations: [...record.observations, fault] }, /connection lost/],
    [
      'a pod restarted',
      { observations: [...record.observations, restarts('tenant-a', 1, 1)] },
      /what was under test changed/,
    ],
    ['the arm did not end', without('arm-ended'), /not played to its end/],
    ['the attack was not delivered', without('step-ended'), /not delivered in full/],
  ];
};
