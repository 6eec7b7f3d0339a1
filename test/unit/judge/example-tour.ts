import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import { at, times } from './example-arm.ts';
import { restarts } from './example-cluster.ts';

export const GiB = 2 ** 30;

type Account = Extract<ObservedFact, { kind: 'engine-memory' }>;
type Call = Extract<ObservedFact, { kind: 'model-call' }>;

/** What the engine says of itself: each tenant holds one model, and nothing of the victim's was ever evicted. */
export const account = (moment: Account['moment'], changes: Partial<Account> = {}): Observation =>
  at(moment === 'before' ? 2 : 8, {
    kind: 'engine-memory',
    moment,
    processes: ['engine-1 since 1700000000'],
    loads: { 'tenant-a': 1, 'tenant-b': moment === 'before' ? 1 : 7 },
    evictions: { 'tenant-b': moment === 'before' ? 0 : 6 },
    residentBytes: { 'tenant-a': 16 * GiB, 'tenant-b': 16 * GiB },
    peakBytes: { 'tenant-a': 17 * GiB, 'tenant-b': 17 * GiB },
    peakBytesOfAll: 33 * GiB,
    gpuMemoryBytes: 40 * GiB,
    ...changes,
  });

export const call = (role: Call['role'], moment: Call['moment'], changes: Partial<Call> = {}): Observation =>
  at(3, {
    kind: 'model-call',
    role,
    moment,
    model: 'small',
    httpStatus: 200,
    // A call of the aggressor waits for a load.
    latencyMs: role === 'victim' ? 30 : 330,
    ...changes,
  });

const round = ['small', 'second', 'third'].map((model) => call('aggressor', 'during', { model }));

export interface TourOptions {
  before?: Partial<Account>;
  after?: Partial<Account>;
  /** Calls of the aggressor. */
  tour?: readonly Observation[];
  /** The victim's call after each round. */
  during?: readonly Observation[];
}

/** Two rounds over three models, answered in full, that the platform withstood. */
export const tourRecord = (options: TourOptions = {}): ArmRecord => ({
  observations: [
    at(0, { kind: 'arm-started' }),
    restarts('tenant-a', 2, 0),
    ...times(3, call('victim', 'before')),
    account('before', options.before),
    ...(options.tour ?? [...round, ...round]),
    ...(options.during ?? times(2, call('victim', 'during'))),
    ...times(3, call('victim', 'after')),
    account('after', options.after),
    restarts('tenant-a', 2, 0),
    at(9, { kind: 'arm-ended', playedPairs: 0 }),
  ],
});
