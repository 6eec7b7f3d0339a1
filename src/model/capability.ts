/** What a cluster or a stack can do or show, and a scenario may need. */
export const capabilities = [
  'quota',
  'containers',
  'memory-limits',
  'simulated-gpu',
  'gpu-hardware',
  'gpu-engine',
  'network-policy',
  'gateway',
  'gateway-metrics',
] as const;

export type Capability = (typeof capabilities)[number];
