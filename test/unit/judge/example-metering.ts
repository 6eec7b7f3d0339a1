import type { MeteringSteps } from '../../../src/judge/metering/metered-arm.ts';
import type { Bill } from '../../../src/model/bill.ts';
import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { CompletionsStep, Step } from '../../../src/model/step.ts';
import { at, floodPlan, instant } from './example-arm.ts';

export const readings = {
  gateway: ['gateway-before', 'gateway-midway', 'gateway-after'],
  engine: ['engine-before', 'engine-after'],
} as const satisfies MeteringSteps;

const asked = (
  id: string,
  changes: Partial<CompletionsStep> & { apiKey?: 'forged' } = {},
): CompletionsStep => {
  const { apiKey, ...step } = changes;
  return {
    kind: 'completions',
    id,
    as: 'aggressor',
    count: 1,
    atOnce: 1,
    request: { promptTokens: 10, maxTokens: 5, ...(apiKey ? { apiKey } : {}) },
    ...step,
  };
};

const steps: Step[] = [
  asked('plain', { as: 'victim' }),
  asked('broken-off', { hostile: true }),
  asked('refused', { hostile: true }),
  asked('forged', { hostile: true, apiKey: 'forged' }),
  { kind: 'bill', id: 'bill', since: 'engine-before' },
];

/** One request is served, one broken off, one refused, and one comes without a valid key; then both tenants are billed. */
export const meteringPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'metering',
  attack: { kind: 'steps', steps },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

type Completion = Extract<ObservedFact, { kind: 'completion' }>;

export const completion = (step: string, as: string, changes: Partial<Completion> = {}): Observation =>
  at(3, {
    kind: 'completion',
    step,
    as,
    tokensAsked: 15,
    httpStatus: 200,
    errorCode: '',
    retryAfter: null,
    tokensUsed: null,
    tokensStreamed: 0,
    hungUp: false,
    firstByteMs: 5,
    durationMs: 20,
    headers: {},
    ...changes,
  });

type Reading = Extract<ObservedFact, { kind: 'reading' }>;

export const reading = (
  step: string,
  values: Reading['values'],
  changes: Partial<Reading> = {},
): Observation =>
  at(step.endsWith('before') ? 1 : 5, {
    kind: 'reading',
    step,
    processes: ['one since 0'],
    values,
    settled: true,
    ...changes,
  });

/** 10 GPU-seconds before, a quarter and an eighth of one in the arm. */
const engineBefore = {
  requests: { 'tenant-a ok': 7 },
  tokens: { 'tenant-a input': 70 },
  gpuSeconds: { 'tenant-a': 10 },
  busySeconds: { '': 10 },
};
const engineAfter = {
  requests: { 'tenant-a ok': 8, 'tenant-b aborted': 1 },
  tokens: {
    'tenant-a input': 74,
    'tenant-a cached': 6,
    'tenant-a output': 5,
    'tenant-b input': 10,
    'tenant-b output': 4,
  },
  gpuSeconds: { 'tenant-a': 10.25, 'tenant-b': 0.125 },
  busySeconds: { '': 10.375 },
};

export const billOf = (tenant: string, bill: Partial<Bill>): Observation =>
  at(6, {
    kind: 'bill',
    step: 'bill',
    tenant,
    fromMs: instant(1),
    toMs: instant(6),
    requests: 0,
    computeSeconds: 0,
    total: '0',
    lines: [],
    ...bill,
  });

const line = { from: 0, upTo: null };
/** A request at 2 dollars, a quarter of a second at 4 dollars. */
export const billOfVictim: Bill = {
  requests: 1,
  computeSeconds: 0.25,
  total: '3',
  lines: [
    { ...line, item: 'compute_seconds', quantity: 0.25, price: '4', amount: '1' },
    { ...line, item: 'requests', quantity: 1, price: '2', amount: '2' },
  ],
};
export const billOfAggressor: Bill = {
  requests: 0,
  computeSeconds: 0.125,
  total: '0.5',
  lines: [{ ...line, item: 'compute_seconds', quantity: 0.125, price: '4', amount: '0.5' }],
};

/** The gateway began anew after the victim's request: it had counted 100 of them before. */
export const meteringObservations: Observation[] = [
  at(0, { kind: 'arm-started' }),
  reading('gateway-before', {
    requests: { 'tenant-a 200': 99 },
    tokens: { 'tenant-a input': 990, 'tenant-a output': 495 },
  }),
  reading('engine-before', engineBefore),
  completion('plain', 'tenant-a', { tokensUsed: 15 }),
  reading('gateway-midway', {
    requests: { 'tenant-a 200': 100 },
    tokens: { 'tenant-a input': 1000, 'tenant-a output': 500 },
  }),
  completion('broken-off', 'tenant-b', { hungUp: true, tokensStreamed: 3 }),
  completion('refused', 'tenant-b', { httpStatus: 404, errorCode: 'model_not_found' }),
  completion('forged', 'tenant-b', { httpStatus: 401, errorCode: 'invalid_api_key' }),
  reading(
    'gateway-after',
    {
      requests: { 'tenant-b 499': 1, 'tenant-b 404': 1, 'unknown 401': 1 },
      tokens: { 'tenant-b input': 10, 'tenant-b output': 3 },
    },
    { processes: ['another since 4'] },
  ),
  reading('engine-after', engineAfter),
  billOf('tenant-a', billOfVictim),
  billOf('tenant-b', billOfAggressor),
  ...['broken-off', 'refused', 'forged'].map((step) =>
    at(5, { kind: 'step-ended', step, startedAtMs: instant(2) }),
  ),
  at(1, { kind: 'step-ended', step: 'engine-before', startedAtMs: instant(0) }),
  at(7, { kind: 'arm-ended', playedPairs: 0 }),
];

/** The example with some observations in place of those of the same kind and step (and tenant). */
export const meteringRecord = (...instead: Observation[]): ArmRecord => ({
  observations: [
    ...meteringObservations.filter((seen) => !instead.some((other) => keyOf(other) === keyOf(seen))),
    ...instead,
  ],
});

const keyOf = (seen: Observation): string =>
  [seen.kind, 'step' in seen ? seen.step : '', 'tenant' in seen ? seen.tenant : ''].join(' ');
