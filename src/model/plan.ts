import type { Arm, Attack, Weakness } from './scenario.ts';
import type { TenantPromise } from './stack-facts.ts';

export const profiles = ['quick', 'nightly', 'certify'] as const;
export type Profile = (typeof profiles)[number];

export type Phase = 'baseline' | 'attack';

/** One stretch of time; offsets count from the moment the victim's load starts. */
export interface WindowPlan {
  index: number;
  /** Pair that the window belongs to, from 0. */
  pair: number;
  phase: Phase;
  fromSeconds: number;
  /** Samples with an intended start in [measureFromSeconds, toSeconds) count. */
  measureFromSeconds: number;
  toSeconds: number;
}

/** Limits that the checks apply; fixed before anything starts. */
export interface Limits {
  /** Highest acceptable ratio of the victim's p99 under attack to its p99 at rest. */
  p99Ratio: number;
  /** Chance of a wrong `held` and, separately, of a wrong `breached`, spent over all looks of an arm. */
  errorPerSide: number;
  /** Fewest victim samples in one measured window. */
  minSamplesPerWindow: number;
  /** Highest acceptable share of failed victim requests. */
  victimErrorRatio: number;
}

export type DesignPlan =
  | {
      kind: 'paired-windows';
      victimRateRps: number;
      /** Longest duration; fewer pairs are played if the arm is decided at a look. */
      maxSeconds: number;
      windows: WindowPlan[];
      looksPairs: readonly number[];
    }
  | { kind: 'single-shot'; settleSeconds: number };

/** The attack with every number worked out. */
export type AttackPlan =
  | { kind: 'none'; instead: Attack['kind'] }
  | { kind: 'request-flood'; rateRps: number }
  | { kind: 'gpu-pod-storm'; podCount: number }
  | { kind: 'memory-hog'; limitBytes: number; ceilingBytes: number };

/** One arm of one scenario, in the order in which it will be played. */
export interface ArmPlan {
  scenario: string;
  arm: Arm;
  /** Present in the weakened arm. */
  weakness?: Weakness;
  victim: TenantPromise;
  aggressor: TenantPromise;
  attack: AttackPlan;
  design: DesignPlan;
  limits: Limits;
}

/** Everything that a run will do, worked out before anything starts. */
export interface Plan {
  schemaVersion: 1;
  profile: Profile;
  seed: number;
  arms: ArmPlan[];
  /** Time after set-up: at the first looks, and at the last. */
  expectedSeconds: { min: number; max: number };
}
