/** What the platform promises one tenant, as its manifests state it. */
export interface TenantPromise {
  name: string;
  /** Kubernetes namespace of the tenant. */
  namespace: string;
  /** Model that the tenant's load calls. */
  model: string;
  /** All models that the tenant may call, `model` first. */
  models: readonly string[];
  /** The tenant's partition of each GPU's memory. */
  gpuPartitionBytes: number;
  /** Sustained requests per minute that the gateway admits. */
  rateLimitRpm: number;
  /** Requests that may arrive at once above the sustained rate. */
  burstRequests: number;
  /** A request rate that the tenant shares with others, which binds beside its own. */
  group?: { name: string; rateLimitRpm: number; burstRequests: number };
  /** Most requests queued and running at once. */
  maxConcurrency: number;
  /** Most requests that wait for an engine, the tenant's own and its neighbours' together. */
  queueBound: number;
  /** Tokens per minute that the gateway admits; those of a whole minute may be taken at once. */
  rateLimitTpm: number;
  /** Share of contended engines, relative to the other tenants; absent: none was promised. */
  weight?: number;
  /** GPUs that the ResourceQuota promises as the upper bound. */
  gpuQuota: number;
  /** Memory that the limits of all its containers may come to together. */
  memoryQuotaBytes: number;
  /** Pods that may live at the same time. */
  podQuota: number;
  /** Jobs that may exist. */
  jobQuota: number;
  /** Name of the ResourceQuota. */
  quotaName: string;
  /** Memory limit that a container gets which states none. */
  containerMemoryLimitBytes: number;
  /** Processor cores that a container gets which states no limit. */
  containerCpuLimitCores: number;
  /** What a container may write to the node's disk which states no limit. */
  containerDiskLimitBytes: number;
  /** Most GPUs that one container may ask for. */
  containerGpuMax: number;
}

/** What is known of the stack before it runs; read from the manifests, so that a changed manifest changes the plan. */
export interface StackFacts {
  tenants: TenantPromise[];
  /** Requests per second of the reference request that the engines can serve together. */
  capacityRps: number;
  /** Latency of the reference request on an idle engine. */
  restLatencyMs: number;
  /** Memory of one GPU. */
  gpuMemoryBytes: number;
  /** GPU memory that the weights of one model take. */
  modelBytes: number;
  /** GPU memory that each token of a context takes while a request runs. */
  kvBytesPerToken: number;
  /** Tokens of a memory block: a context takes whole blocks. */
  kvBlockTokens: number;
  /** Longest context, prompt and answer together, in tokens. */
  maxContextTokens: number;
}
