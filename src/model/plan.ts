import type { CrowdPlan } from './crowd.ts';
import type { LoadShape } from './load-shape.ts';
import type { Objective } from './objective.ts';
import type { Profile } from './profile.ts';
import type { Arm, Attack, Weakness } from './scenario.ts';
import type { Capability } from './capability.ts';
import type { TenantPromise } from './stack-facts.ts';
import type { Step } from './step.ts';
import type { StopWhen } from './stop-when.ts';
import type { Budget, Spending, TargetPrometheus } from './target.ts';
import type { TokenStreamsPlan } from './token-stream.ts';

export type Phase = 'baseline' | 'attack';

/** One stretch of time; offsets count from the end of the warm-up. */
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

/** The victim's load runs alone until its latency is flat, at least and at most so long. */
export interface WarmUpPlan {
  minSeconds: number;
  maxSeconds: number;
}

/** Limits that the checks apply; fixed before anything starts. */
export interface Limits {
  /** Highest acceptable ratio of the victim's p99 under attack to its p99 at rest. */
  p99Ratio: number;
  /** Chance of a wrong `held` at the limit, spent over all looks of an arm. */
  errorHeld: number;
  /** Chance of a wrong `breached` at the limit, spent over all looks of an arm. */
  errorBreached: number;
  /** Fewest victim samples in one measured window. */
  minSamplesPerWindow: number;
  /** Highest acceptable share of failed victim requests. */
  victimErrorRatio: number;
}

export type DesignPlan =
  | {
      kind: 'paired-windows';
      victimRateRps: number;
      /** The victim's answers are streamed, so that the time to the first token can be seen. */
      victimStreams: boolean;
      /** Beside the load, the victim streams long answers one after the other, so that the time between tokens can be seen. */
      tokenStreams?: TokenStreamsPlan;
      /**
       * What the attack costs its own sender, or what any pod costs a node, is in both phases: in baseline windows the
       * aggressor's k6 sends the same load to a null sink, and a pod that keeps its limit runs in the place of a hog.
       */
      sham: boolean;
      warmUp: WarmUpPlan;
      /** Longest duration after the warm-up; fewer pairs are played if the arm is decided at a look. */
      maxSeconds: number;
      windows: WindowPlan[];
      looksPairs: readonly number[];
    }
  | { kind: 'single-shot'; settleSeconds: number; expectedSeconds?: number };

/** The attack with every number worked out. */
export type AttackPlan =
  | { kind: 'none'; instead: Attack['kind'] }
  | ({ kind: 'request-flood'; rateRps: number } & LoadShape)
  | { kind: 'gpu-pod-storm'; podCount: number }
  | {
      kind: 'memory-hog';
      limitBytes: number;
      ceilingBytes: number;
      /** What the pod takes that runs in its place in windows at rest. */
      shamBytes: number;
    }
  | { kind: 'model-tour'; models: readonly string[]; rounds: number; modelBytes: number }
  | {
      kind: 'token-burst';
      requests: number;
      /** Of each request. */
      promptTokens: number;
      maxTokens: number;
      /** Tokens that the aggressor must have left when the burst begins. */
      startAtTokens: number;
    }
  | { kind: 'steps'; steps: readonly Step[] };

/** One arm of one scenario, in the order in which it will be played. */
export interface ArmPlan {
  scenario: string;
  arm: Arm;
  /** Present in the weakened arm. */
  weakness?: Pick<Weakness, 'fixture' | 'removes'>;
  victim: TenantPromise;
  aggressor: TenantPromise;
  /** Present if many tenants take part; `victim` and `aggressor` are then the first of either side. */
  crowd?: CrowdPlan;
  attack: AttackPlan;
  design: DesignPlan;
  /** Present if the platform is not ours: it is seen at its endpoint alone, so that nothing in it can be read or removed. */
  outside?: Outside;
  /** When the attack must end at once. */
  stopWhen?: StopWhen;
  /** Objectives of this arm beyond the scenario's own checks. */
  objectives: readonly Objective[];
  /** Objectives of the whole run that chance could breach; each look spends as if all were tried (Bonferroni). */
  objectivesAtRisk: number;
  limits: Limits;
}

/** A platform that is not ours. */
export interface Outside {
  /** What can be seen of it. */
  shows: readonly Capability[];
}

/** A scenario that was asked for and cannot be played. */
export interface NotPlanned {
  scenario: string;
  reason: string;
}

/** What a run is played against, if that is not the reference stack. */
export interface TargetPlan {
  endpoint: string;
  budget: Budget;
  /** The most that this plan can send: never more than the budget. */
  most: Spending;
  /** That is asked what the engines count: once before the run, then at each look and at the end of an arm with windows. */
  prometheus?: Pick<TargetPrometheus, 'url' | 'engine'>;
  /** Pods that its cluster is only asked about (server-side dry run), by namespace; absent: none. */
  podDryRuns?: readonly { namespace: string; pods: number; mostTries: number }[];
  /** File of settings that describes it, as it was named; absent if a program described it. */
  config?: string;
}

/** Everything that a run will do, worked out before anything starts. */
export interface Plan {
  schemaVersion: 1;
  profile: Profile;
  seed: number;
  arms: ArmPlan[];
  /** Promises to the victim beyond the checks that a scenario has of its own. */
  objectives: readonly Objective[];
  /** Limits of the whole run, before an objective replaces one; `errorBreached` is that of any objective of the run. */
  limits: Limits;
  target?: TargetPlan;
  /** Of a target: what cannot be asked of it, and why. */
  notPlanned?: readonly NotPlanned[];
  /** Time after set-up: at the first looks, and at the last. */
  expectedSeconds: { min: number; max: number };
}
