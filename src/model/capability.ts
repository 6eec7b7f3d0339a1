/**
 * What a scenario may do to those beside it: fill up a node, have pods of others evicted, take every GPU. Clusters of our own may be put in
 * any danger, those that others use too only in those that the user allows by name.
 */
export const dangers = ['node-pressure', 'preemption', 'gpu-exhaustion'] as const;
export type Danger = (typeof dangers)[number];

/**
 * What a cluster or a stack can do, show or bear, and a scenario may need. Of real GPUs: `gpu-hardware`, containers are given
 * them; `two-gpus`, two pods at the same time; `gpu-partitions`, what each is given has the memory that the gateway promises a
 * tenant; `gpu-engine`, the engine computes on one. Of a platform that is not ours: `pod-dry-run`, its API server can be asked
 * what it would say to a pod, which is not made.
 */
export const capabilities = [
  ...dangers,
  'quota',
  'containers',
  'memory-limits',
  'simulated-gpu',
  'gpu-hardware',
  'two-gpus',
  'gpu-partitions',
  'gpu-engine',
  'network-policy',
  'pod-dry-run',
  'gateway',
  'gateway-metrics',
  'exact-allowance',
] as const;

export type Capability = (typeof capabilities)[number];

/** Why something cannot be had here, and what the reader can do about it. */
export type Lacks = Readonly<Partial<Record<Capability, string>>>;
