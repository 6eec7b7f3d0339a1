import { digestRecording } from '../../../src/judge/load/digest-recording.ts';
import type { LoadSamples } from '../../../src/model/load-samples.ts';
import type { ArmRecord, ArmRecording } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { TenantPromise } from '../../../src/model/stack-facts.ts';
import { floodPlan, withDesign, withLimits } from './example-arm.ts';
import { floodRecording, type Answer, type Answering, type FloodOptions } from './example-flood.ts';

const tenant = (number: number, rateLimitRpm: number): TenantPromise => ({
  ...floodPlan.victim,
  name: `tenant-${String(number).padStart(3, '0')}`,
  rateLimitRpm,
});

/** Four victims at 10 requests/s each; two aggressors that were promised half a request a second each and send twenty times that. */
export const crowdPlan: ArmPlan = {
  ...withDesign({ looksPairs: [4, 8] }),
  crowd: {
    victims: [1, 2, 3, 4].map((number) => tenant(number, 900)),
    aggressors: [5, 6].map((number) => tenant(number, 30)),
    percentile: 0.9,
  },
};

/** Mixes two whole numbers into one of [0, 1), always the same. Source: the finalizer of MurmurHash3 (public domain). */
function mixed(some: number, other: number): number {
  let state = Math.imul(some + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}

/** Latencies that spread from 28 to 36 ms, for everyone alike. */
export const usual = ({ index }: { index: number }, request: number): Answer => ({
  latencyMs: 28 + 8 * mixed(index, request),
});

/** How the i-th request of a window is answered, by the place of its sender. */
export type CrowdAnswering = (place: number, ...request: Parameters<Answering>) => Answer;

export interface CrowdOptions extends Omit<FloodOptions, 'victim' | 'aggressor'> {
  victim?: CrowdAnswering;
  aggressor?: CrowdAnswering;
  plan?: ArmPlan;
}

/** Everyone sends in turn. */
const inTurn = (samples: LoadSamples | undefined, senders: number): { samples: LoadSamples } | undefined =>
  samples && {
    samples: { ...samples, tenant: Int16Array.from(samples.status, (_, index) => index % senders) },
  };

/** Each aggressor has one of twenty requests admitted, which is its promised rate. */
const limitedEach: CrowdAnswering = (_place, _window, index) =>
  index % 40 < 2 ? { latencyMs: 30 } : { latencyMs: 1, status: 429 };

/** What was recorded of a crowd's flood that was delivered in full and that the platform withstood. */
export function crowdRecording(options: CrowdOptions = {}): ArmRecording {
  const {
    plan = crowdPlan,
    victim = (_, ...request) => usual(...request),
    aggressor = limitedEach,
    ...rest
  } = options;
  const [victims, aggressors] = [plan.crowd?.victims ?? [], plan.crowd?.aggressors ?? []];
  const recording = floodRecording({
    pairs: 8,
    ...rest,
    victim: (window, index) => victim(index % victims.length, window, index),
    aggressor: (window, index) => aggressor(index % aggressors.length, window, index),
  });
  const admitted = (place: number): number =>
    [...(recording.aggressor?.status ?? [])].filter(
      (status, index) => status === 200 && index % aggressors.length === place,
    ).length;
  const counts = aggressors.flatMap(({ name }, place) =>
    (['before', 'after'] as const).map((moment) => ({
      atMs: 0,
      scenario: 'example',
      arm: 'protected' as const,
      kind: 'gateway-count' as const,
      tenant: name,
      moment,
      byStatus: { 200: moment === 'before' ? 5 : 5 + admitted(place) },
      byDuration: {},
    })),
  );
  const [asVictim, asAggressor] = [
    inTurn(recording.victim, victims.length),
    inTurn(recording.aggressor, aggressors.length),
  ];
  return {
    observations: [...recording.observations, ...counts],
    ...(asVictim ? { victim: asVictim.samples } : {}),
    ...(asAggressor ? { aggressor: asAggressor.samples } : {}),
  };
}

/** `crowdRecording`, counted up. */
export const crowdRecord = (options?: CrowdOptions): ArmRecord => digestRecording(crowdRecording(options));

/** These victims are so many times slower under attack. */
export const slowerFor =
  (times: number, ...places: number[]): CrowdAnswering =>
  (place, window, index) => ({
    latencyMs:
      usual(window, index).latencyMs * (window.phase === 'attack' && places.includes(place) ? times : 1),
  });

export const withCrowdLimits = (limits: Partial<ArmPlan['limits']>): ArmPlan => withLimits(limits, crowdPlan);
