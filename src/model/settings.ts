import type { Danger } from './capability.ts';
import type { CrowdSize } from './crowd.ts';
import type { Objective } from './objective.ts';
import type { Profile } from './profile.ts';
import type { Target } from './target.ts';
import type { StopWhen } from './stop-when.ts';

/** How the cluster is chosen. */
export const clusterChoices = ['auto', 'embedded', 'kind', 'existing'] as const;
export type ClusterChoice = (typeof clusterChoices)[number];

/** What `nvidia.com/gpu` is on a cluster that we make: capacity that nothing is behind, or the GPUs of this machine. */
export const gpuChoices = ['simulated', 'real'] as const;
export type GpuChoice = (typeof gpuChoices)[number];

/** Where a run is to take place. */
export interface PlaceAsked {
  cluster: ClusterChoice;
  /** Node image of a kind cluster; that which kind was released with if absent. */
  kindImage?: string;
  /** GPUs of a kind cluster. */
  gpus: GpuChoice;
  /** How an existing cluster is entered; the file of `KUBECONFIG` and its current context if absent. */
  kubeconfig?: string;
  kubeContext?: string;
  /** Dangers that an existing cluster may be put in, by name. */
  allow: readonly Danger[];
}

/** Where the load generators run: k6 on this machine, or k6 in pods of the cluster. */
export const loadPlaces = ['host', 'cluster'] as const;
export type LoadPlace = (typeof loadPlaces)[number];

/** Where the loads come from. */
export interface LoadSettings {
  /** Absent: as suits the cluster. */
  from?: LoadPlace;
  /** Of each load, if it comes from the cluster. */
  pods: number;
}

/** Where the results of a run are pushed to, as metrics. */
export interface MetricsSettings {
  /** Address of a Prometheus Pushgateway, without credentials and without a slash at its end. */
  pushgateway: string;
  /** Label `job` of what is pushed. */
  job: string;
}

/** What a run was asked to do: flag > environment > file > default. */
export interface Settings extends PlaceAsked {
  profile: Profile;
  seed: number;
  /** Ids of the scenarios to run; empty means all that the profile has. */
  scenarios: readonly string[];
  /** False plays everything but the attack (an A/A run): nothing can be `held`. */
  attack: boolean;
  victim: { rateRps: number; stream: boolean };
  load: LoadSettings;
  /** Present if the stack is to have many tenants. */
  crowd?: CrowdSize;
  /** Whether the load generator's own cost is put into baseline windows too. */
  sham: boolean;
  /** Most pairs of windows in a protected arm. */
  maxPairs: number;
  /** Promises to the victim beyond those of the scenarios; one with the id of a built-in check replaces its limit. */
  objectives: readonly Objective[];
  /** Absent: metrics are written into the folder of the run, and pushed nowhere. */
  metrics?: MetricsSettings;
  /** A stack that is not ours; absent: the reference stack, on a cluster. */
  target?: Target;
  /** Absent: nothing ends the run early but the judge. */
  stopWhen?: StopWhen;
  windows: {
    /** Length of a window in the protected arms; the scenario's own if absent. */
    seconds?: number;
  };
  limits: { p99Ratio: number; victimErrorRatio: number; errorHeld: number; errorBreached: number };
}
