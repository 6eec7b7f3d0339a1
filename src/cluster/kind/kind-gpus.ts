import { dangers, type Capability, type Lacks } from '../../model/capability.ts';

/** What `nvidia.com/gpu` is on a kind node: so many GPUs of the machine, or capacity that nothing is behind, and why. */
export type KindGpus = { real: number } | { simulated: string };

/**
 * Not `network-policy`: the network of kind's own node image enforces policies, that of others may not, and nothing in
 * the API says which; a scenario that needs it says `not-verified`.
 */
const always: readonly Capability[] = [...dangers, 'quota', 'containers', 'memory-limits'];

const fewGpus =
  'the node has one GPU, and each pod gets a whole one. Use a machine with two NVIDIA GPUs or more.';

/** What the gateway promises is of the simulated GPU; a whole one bounds nobody, and a verdict on that would be false. */
const noPartitions =
  'each pod gets a whole GPU, and the memory_limit_gb of the gateway is that of the simulated engine. No run sets up MIG or MPS yet.';

const notSimulated = 'its GPUs are real (--gpus real). Play it without that too.';

/** What a kind cluster can show with such GPUs, and why not the rest. */
export function kindCapabilities(gpus: KindGpus): { capabilities: ReadonlySet<Capability>; lacks: Lacks } {
  if ('simulated' in gpus) {
    return {
      capabilities: new Set([...always, 'simulated-gpu']),
      lacks: { 'gpu-hardware': gpus.simulated },
    };
  }
  const enough = gpus.real > 1;
  return {
    capabilities: new Set([...always, 'gpu-hardware', ...(enough ? (['two-gpus'] as const) : [])]),
    lacks: {
      'simulated-gpu': notSimulated,
      'gpu-partitions': noPartitions,
      ...(enough ? {} : { 'two-gpus': fewGpus }),
    },
  };
}
