import type { Capability } from './capability.ts';
import type { Check } from './check.ts';
import type { LoadShape } from './load-shape.ts';
import type { Profile } from './profile.ts';
import type { StackFacts, TenantPromise } from './stack-facts.ts';
import type { Step } from './step.ts';
import type { AskedPromise } from './target.ts';

/** `protected`: the control is in place. `weakened`: the same with the control removed; it must break. */
export type Arm = 'protected' | 'weakened';

/** What the aggressor does. Data only: `experiment/attacks/` has one file for each kind. */
export type Attack =
  | ({
      kind: 'request-flood';
      /** Offered rate as a multiple of the aggressor's promised rate; at 1 or less the aggressor keeps within its limits. */
      timesPromisedRate: number;
    } & LoadShape)
  | {
      kind: 'gpu-pod-storm';
      /** Pods created at the same moment, each asking for one GPU. */
      podCount: number;
    }
  | {
      kind: 'memory-hog';
      /** The hog stops by itself here, as a multiple of the promised container limit. */
      ceilingTimesLimit: number;
    }
  | {
      kind: 'model-tour';
      /** How often the aggressor calls every model that it may call, one after the other. */
      rounds: number;
    }
  | {
      kind: 'token-burst';
      /** Requests released at the same moment. */
      requests: number;
      /** Tokens that they ask for together, as a multiple of the aggressor's budget of a minute. */
      timesBudget: number;
      /** `max_tokens` of each; the rest is prompt, which takes an engine less time. */
      maxTokens: number;
    }
  | StepsAttack;

/** What is done, step by step, worked out from what the platform promises. */
export interface StepsAttack {
  kind: 'steps';
  steps: (cast: Cast) => readonly Step[];
  /** Which tenant can be the aggressor, so that its other limits let the attack reach the control; default: any. */
  suits?: (tenant: TenantPromise) => boolean;
}

/** Who takes part, and what they were promised. */
export interface Cast {
  victim: TenantPromise;
  aggressor: TenantPromise;
  facts: StackFacts;
}

/** How one arm is played. */
export type Design =
  | {
      kind: 'paired-windows';
      /** Least warm-up; it goes on until the victim's latency is flat. */
      warmUpSeconds: number;
      windowSeconds: number;
      /** Start of each window that is left out, while the neighbour's effect drains. */
      guardSeconds: number;
      /** Numbers of pairs after which the judge is asked whether the arm is decided, ascending. */
      looksPairs: readonly number[];
    }
  | {
      kind: 'single-shot';
      /** Longest time that the world may take to settle, before the attack and after it. */
      settleSeconds: number;
      /** How long the arm takes where all is well, as measured on a quiet machine; default: five. */
      expectedSeconds?: number;
    };

/** The control removed. */
export interface Weakness {
  /** Folder under `k8s-fixtures/weaknesses/`; of a scenario that needs `gpu-hardware` only a name: how a GPU is shared is a setting of the node, which no run changes yet. */
  fixture: string;
  /** What is removed, in plain words. */
  removes: string;
  /** Ids of the checks that must break; default: those that prove the control. */
  breaks?: readonly string[];
  /** How its arm is played, where that differs from the protected one. */
  design?: Design;
}

/** What to do about a breach. */
export interface Cure {
  /** Why the control usually fails, in one sentence. */
  usualCause: string;
  /** The setting or manifest that mends it. */
  fix: string;
}

/** One question put to the platform. */
export interface Scenario {
  id: string;
  /** The question in plain words. */
  question: string;
  /** The mechanism under test. */
  control: string;
  /** Profiles that play it unless scenarios are named. */
  profiles: readonly Profile[];
  needs: readonly Capability[];
  attack: Attack;
  checks: readonly ScenarioCheck[];
  design: Design;
  /** Each is played in an arm of its own; the quick profile plays the first alone. */
  weaknesses: readonly [Weakness, ...Weakness[]];
  cure: Cure;
  /** Absent: a platform that is not ours is asked as the reference stack is, as far as it shows what that needs. */
  outside?: OutsideForm;
}

/** How the question is put to a platform that is not ours. */
export interface OutsideForm {
  /** Promises that the question is about: without them it is not asked. */
  asks?: readonly AskedPromise[];
  /** It is about those of every tenant; default: of one that is not the first, which keeps within its own. */
  asksEveryTenant?: true;
  /** What must be seen of the platform; default: its answers. */
  needs?: readonly Capability[];
  attack: Attack;
  design?: Design;
  /** One with the id of a check of the reference stack stands in its place; those without one cannot be asked. */
  checks: readonly ScenarioCheck[];
}

export interface ScenarioCheck {
  check: Check;
  /** The check must say `breached` where the control is removed, or it has shown that it cannot fail. */
  provesControl: boolean;
  /** What the check alone must be shown; a platform that is seen from outside may lack it. */
  needs?: readonly Capability[];
}
