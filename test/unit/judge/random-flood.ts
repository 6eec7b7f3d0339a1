import { admittedWithinRate } from '../../../src/judge/checks/admitted-within-rate.ts';
import { refusalsExplained } from '../../../src/judge/checks/refusals-explained.ts';
import { victimErrors } from '../../../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import type { GatedCheck } from '../../../src/judge/gates/gated.ts';
import type { ArmRecording } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { checkWith } from './check-with.ts';
import { withDesign, withLimits } from './example-arm.ts';
import {
  floodRecording,
  limited,
  steady,
  unstarted,
  type Answering,
  type FloodOptions,
} from './example-flood.ts';
import type { Chance } from './seeded.ts';

const plan = withDesign({ looksPairs: [5, 6, 7, 8], victimStreams: true });

/** Judged one after the other, from the tightest limit to the loosest. */
interface Tightened {
  id: string;
  /** `limit` in the unit of the check. */
  at: (limit: number) => { check: GatedCheck; plan: ArmPlan };
  limits: readonly number[];
}

/** Every check of a flood that has a limit. */
export const tightened: readonly Tightened[] = [
  {
    id: 'victim-p99-ratio',
    at: (p99Ratio) => ({ check: victimP99Ratio(), plan: withLimits({ p99Ratio }, plan) }),
    limits: [1.05, 1.2, 1.4, 1.7, 2.2],
  },
  {
    id: 'latency-ratio',
    at: (limit) => ({ check: checkWith({ kind: 'latency-ratio', percentile: 0.9 }, limit), plan }),
    limits: [1.05, 1.2, 1.4, 1.7, 2.2],
  },
  {
    id: 'victim-errors',
    at: (victimErrorRatio) => ({ check: victimErrors(), plan: withLimits({ victimErrorRatio }, plan) }),
    limits: [0, 0.001, 0.005, 0.02, 0.1],
  },
  {
    id: 'error-ratio',
    at: (limit) => ({ check: checkWith({ kind: 'error-ratio' }, limit), plan }),
    limits: [0, 0.001, 0.005, 0.01, 0.02, 0.1],
  },
  {
    id: 'latency',
    at: (limit) => ({
      check: checkWith({ kind: 'latency', until: 'last-token', percentile: 0.95 }, limit),
      plan,
    }),
    limits: [20, 30, 45, 55, 70, 100],
  },
  {
    id: 'first-token',
    at: (limit) => ({
      check: checkWith({ kind: 'latency', until: 'first-token', percentile: 0.95 }, limit),
      plan,
    }),
    limits: [5, 8, 10, 12, 15, 20, 40],
  },
  {
    id: 'throughput',
    at: (limit) => ({ check: checkWith({ kind: 'throughput' }, limit), plan }),
    limits: [41, 40, 39.5, 39, 38, 30],
  },
  {
    id: 'goodput',
    at: (limit) => ({ check: checkWith({ kind: 'goodput', withinMs: 60 }, limit), plan }),
    limits: [41, 40, 39, 36, 30, 20, 5],
  },
  {
    id: 'goodput-within',
    at: (withinMs) => ({ check: checkWith({ kind: 'goodput', withinMs }, 36), plan }),
    limits: [20, 30, 45, 60, 70, 100],
  },
  {
    id: 'admitted-within-rate',
    at: (rateLimitRpm) => ({
      check: admittedWithinRate(),
      plan: { ...plan, aggressor: { ...plan.aggressor, rateLimitRpm } },
    }),
    limits: [10, 30, 60, 300, 600, 1100],
  },
];

/** The checks of a flood, each with one limit. */
export const floodChecks: readonly (readonly [GatedCheck, ArmPlan])[] = [
  ...tightened.map(({ at, limits }) => {
    const { check, plan } = at(limits[Math.floor(limits.length / 2)] ?? 1);
    return [check, plan] as const;
  }),
  [victimErrors(), plan],
  [refusalsExplained(), plan],
];

const oneOf = <T>(chance: Chance, things: readonly [T, ...T[]]): T =>
  things[chance.whole(things.length)] ?? things[0];

/** What may have gone wrong beside the platform; mostly nothing. */
function anyMishap(chance: Chance): Partial<FloodOptions> {
  const bad = chance.whole(10);
  return oneOf<Partial<FloodOptions>>(chance, [
    {},
    {},
    {},
    { conditions: ({ index }) => (index % 5 === bad % 5 ? { stealShare: 0.2 } : {}) },
    { conditions: ({ index }) => (index === bad ? { clockStepMs: 50 } : {}) },
    { victimEnded: { exitCode: null, signal: 'SIGKILL' } },
  ]);
}

/** A flood of random strength against a victim of random health, on a machine that was mostly ours. */
export function randomFlood(chance: Chance): ArmRecording {
  const slowdown = 1 + chance.uniform() ** 2;
  const noise = 0.1 * chance.uniform() ** 2;
  const failing = chance.uniform() < 0.4 ? 0.05 * chance.uniform() ** 3 : 0;
  const idle = chance.uniform() < 0.2 ? 0.02 * chance.uniform() ** 2 : 0;
  const levels = Array.from({ length: 20 }, () => Math.exp(noise * chance.normal()));
  const victim: Answering = (window, index) => {
    if (chance.uniform() < idle) return unstarted;
    const times = (window.phase === 'attack' ? slowdown : 1) * (levels[window.index] ?? 1);
    const latencyMs = steady(window, index).latencyMs * times * (1 + 0.2 * chance.uniform());
    return { latencyMs, firstByteMs: latencyMs / 4, status: chance.uniform() < failing ? 503 : 200 };
  };
  const open: Answering = (_window, index) => ({ latencyMs: 5, status: index % 3 ? 429 : 200 });
  const refusing: Answering = (window, index) =>
    index === 77 ? { latencyMs: 2, status: 500 } : limited(window, index);
  return floodRecording({
    pairs: 5 + chance.whole(4),
    victim,
    aggressor: oneOf(chance, [limited, open, refusing]),
    ...anyMishap(chance),
  });
}

export function shuffled<T>(things: readonly T[], chance: Chance): T[] {
  const mixed = [...things];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = chance.whole(last + 1);
    const [a, b] = [mixed[last], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a];
  }
  return mixed;
}
