import type { ArmRecord, Observation } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { CompletionsStep } from '../../../src/model/step.ts';
import { at, without } from './example-arm.ts';
import { completion, stepsPlan } from './example-completions.ts';

const hostile = (id: string, changes: Partial<CompletionsStep> = {}): CompletionsStep => ({
  kind: 'completions',
  id,
  hostile: true,
  as: 'aggressor',
  count: 1,
  atOnce: 1,
  request: { promptTokens: 1, maxTokens: 1 },
  ...changes,
});

/** An attack of one hostile step on a platform that is seen at its endpoint alone. */
export const outsidePlan: ArmPlan = {
  ...stepsPlan,
  attack: { kind: 'steps', steps: [hostile('attack')] },
  outside: { shows: ['gateway'] },
};

/** The same, with strangers among the aggressors. */
export const strangersPlan: ArmPlan = {
  ...outsidePlan,
  attack: {
    kind: 'steps',
    steps: [
      hostile('forged-key', { count: 2, request: { promptTokens: 1, maxTokens: 1, apiKey: 'forged' } }),
    ],
  },
};

const ended = (step: string): Observation => at(1, { kind: 'step-ended', step, startedAtMs: 0 });

/** An arm that was played to its end, in which these things were seen; nothing that is inside a platform is. */
export const endedRecord = (steps: readonly string[], ...seen: readonly Observation[]): ArmRecord => ({
  observations: [
    at(0, { kind: 'arm-started' }),
    ...seen,
    ...steps.map(ended),
    at(9, { kind: 'arm-ended', playedPairs: 0 }),
  ],
});

/** An arm in which the one call of the attack was refused, and these things were seen. */
export const outsideRecord = (...seen: readonly Observation[]): ArmRecord =>
  endedRecord(['attack'], completion('attack', 1, { httpStatus: 429 }), ...seen);

/** The same record, spoiled in every way that must keep a check from saying `held` from outside. */
export const spoiledOutside = (record: ArmRecord): [string, ArmRecord, RegExp][] => [
  [
    'something was lost',
    {
      observations: [...record.observations, at(2, { kind: 'fault', what: 'step x', cause: 'budget spent' })],
    },
    /budget spent/,
  ],
  ['the arm did not end', without(record, ({ kind }) => kind === 'arm-ended'), /not played to its end/],
  [
    'the attack was not delivered',
    without(record, ({ kind }) => kind === 'step-ended'),
    /not delivered in full/,
  ],
  [
    'nothing shows that the attack was felt',
    {
      observations: record.observations.map((seen) =>
        seen.kind === 'completion' && seen.step === 'attack' ? { ...seen, httpStatus: 200 } : seen,
      ),
    },
    /nothing shows that the attack was felt: 0 of 1 call of the attack were refused/,
  ],
];
