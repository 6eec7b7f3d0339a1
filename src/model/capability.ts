/**
 * What a scenario may do to those beside it: fill up a node, have pods of others evicted, take every GPU. Clusters of our own may be put in
 * any danger, those that others use too only in those that the user allows by name.
 */
export const dangers = ['node-pressure', 'preemption', 'gpu-exhaustion'] as const;
export type Danger = (typeof dangers)[number];

/** What a cluster or a stack can do, show or bear, and a scenario may need. */
export const capabilities = [
  ...dangers,
  'quota',
  'containers',
  'memory-limits',
  'simulated-gpu',
  'gpu-hardware',
  'gpu-engine',
  'network-policy',
  'gateway',
  'gateway-metrics',
  'exact-allowance',
] as const;

export type Capability = (typeof capabilities)[number];
