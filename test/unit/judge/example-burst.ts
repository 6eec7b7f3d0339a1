import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import { at, times } from './example-arm.ts';
import { restarts } from './example-cluster.ts';

type BurstCall = Extract<ObservedFact, { kind: 'burst-call' }>;

const answered: Record<number, Partial<BurstCall>> = {
  200: { tokensUsed: 150, durationMs: 500 },
  429: { errorCode: 'rate_limit_exceeded', retryAfter: '15' },
};

/** One request for 150 tokens, sent at the start of the arm; a served one was answered half a second later, others at once. */
export function burstCall(httpStatus: number, changes: Partial<BurstCall> = {}): Observation {
  const call: BurstCall = {
    kind: 'burst-call',
    as: 'tenant-b',
    tokensAsked: 150,
    httpStatus,
    errorCode: '',
    retryAfter: null,
    tokensUsed: null,
    durationMs: 10,
    ...answered[httpStatus],
    ...changes,
  };
  return at(1 + call.durationMs / 1000, call);
}

export const bucket = (remainingTokens: number): Observation =>
  at(1, { kind: 'token-bucket', tenant: 'tenant-b', remainingTokens });

export const admittedCount = (moment: 'before' | 'after', tokensAdmitted: number): Observation =>
  at(0, {
    kind: 'gateway-count',
    tenant: 'tenant-b',
    moment,
    byStatus: {},
    byDuration: {},
    tokensAdmitted,
  });

export interface BurstOptions {
  /** Tokens left when the burst began; undefined if nobody looked. */
  left?: number | undefined;
  /** Tokens that the gateway says it admitted; undefined if it was not asked. */
  counted?: number | undefined;
}

/** A burst answered so, by a gateway that had admitted 900 tokens before. */
export function burstRecord(calls: readonly Observation[], options: BurstOptions = {}): ArmRecord {
  const { left, counted } = { left: 600, counted: 600, ...options };
  return {
    observations: [
      at(0, { kind: 'arm-started' }),
      restarts('tenant-a', 2, 0),
      admittedCount('before', 900),
      ...(left === undefined ? [] : [bucket(left)]),
      ...calls,
      ...(counted === undefined ? [] : [admittedCount('after', 900 + counted)]),
      restarts('tenant-a', 2, 0),
      at(9, { kind: 'arm-ended', playedPairs: 0 }),
    ],
  };
}

/** So many of twenty requests served, and the rest refused. */
export const servedOfTwenty = (served: number): Observation[] => [
  ...times(served, burstCall(200)),
  ...times(20 - served, burstCall(429)),
];
