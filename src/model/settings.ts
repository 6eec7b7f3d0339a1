import type { Profile } from './plan.ts';

/** How the cluster is chosen. */
export const clusterChoices = ['auto', 'embedded'] as const;
export type ClusterChoice = (typeof clusterChoices)[number];

/** What a run was asked to do: flag > environment > file > default. */
export interface Settings {
  profile: Profile;
  seed: number;
  /** Ids of the scenarios to run; empty means all that the profile has. */
  scenarios: readonly string[];
  cluster: ClusterChoice;
  /** False plays everything but the attack (an A/A run): nothing can be `held`. */
  attack: boolean;
  victim: { rateRps: number };
  windows: {
    /** Length of a window in the protected arms; the scenario's own if absent. */
    seconds?: number;
  };
  limits: { p99Ratio: number; victimErrorRatio: number };
}
