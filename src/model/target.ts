/** A stack that is not ours, as `tenantproof.yaml` describes it: seen from outside. */
export interface Target {
  /** Base address of an OpenAI-compatible gateway, without `/v1` and without a slash at its end. No other host is ever called, save that of `cluster`. */
  endpoint: string;
  /** Where its API server is asked what it would say to a pod; absent: nobody asks. */
  cluster?: TargetCluster;
  /** The first is the victim. */
  tenants: readonly TargetTenant[];
  budget: Budget;
}

/** The cluster behind a target. Nothing is made in it. */
export interface TargetCluster {
  /** Absent: that of `KUBECONFIG`. */
  kubeconfig?: string;
  /** Absent: its current context. */
  context?: string;
}

export interface TargetTenant {
  name: string;
  /** Of the cluster. */
  namespace?: string;
  key: KeySource;
  model: string;
  promises: TargetPromises;
}

/** Where a tenant's API key is read from. `value` is the key itself: secret. */
export type KeySource = { env: string } | { file: string } | { value: string };

/** What the platform promised the tenant; what is absent was not promised, and is not asked about. */
export interface TargetPromises {
  requestsPerMinute: number;
  /** Requests that may arrive at once above the sustained rate. */
  burstRequests: number;
  tokensPerMinute?: number;
  concurrentRequests?: number;
  /** `nvidia.com/gpu` that the pods of its namespace may hold together. */
  gpus?: number;
  /** What the memory limits of those pods may come to together, as a Kubernetes quantity. */
  memory?: string;
}

/** What a run may send to a target; never exceeded. */
export interface Budget extends Spending {
  /** Most requests per second, of all tenants together. */
  rateRps: number;
}

/** An amount of requests, and the tokens that they ask for. */
export interface Spending {
  requests: number;
  tokens: number;
}

/** Stands where nothing was promised: so much can't be reached. */
export const unlimited = Number.MAX_SAFE_INTEGER;
