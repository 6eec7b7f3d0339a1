/** What the platform promises one tenant, as its manifests state it. */
export interface TenantPromise {
  name: string;
  /** Kubernetes namespace of the tenant. */
  namespace: string;
  /** Model that the tenant may call. */
  model: string;
  /** Sustained requests per minute that the gateway admits. */
  rateLimitRpm: number;
  /** Requests that may arrive at once above the sustained rate. */
  burstRequests: number;
  /** GPUs that the ResourceQuota promises as the upper bound. */
  gpuQuota: number;
  /** Name of the ResourceQuota. */
  quotaName: string;
  /** Memory limit that a container gets which states none. */
  containerMemoryLimitBytes: number;
}

/** What is known of the stack before it runs; read from the manifests, so that a changed manifest changes the plan. */
export interface StackFacts {
  tenants: TenantPromise[];
  /** Requests per second of the reference request that the engines can serve together. */
  capacityRps: number;
  /** Latency of the reference request on an idle engine. */
  restLatencyMs: number;
}
