import type { ContainerEngine } from '../../model/container-engine.ts';
import type { GpuHost } from './gpu-host.ts';

/** What this machine lacks to give its GPUs to a node of kind, and the cure; undefined if it lacks nothing. */
export function lackOfRealGpus(engine: ContainerEngine, host: GpuHost): string | undefined {
  if (host.gpu === 'none') {
    return 'no NVIDIA driver is loaded, and `nvidia-smi` lists no GPU. Install the driver, or use a machine that has a GPU.';
  }
  if (engine !== 'docker') return `only Docker gives GPUs to kind, and ${engine} answers. Start Docker.`;
  if (host.gpu === 'ready') return undefined;
  return host.problems.map(({ message, hint }) => `${message}. ${hint}`).join(' ');
}

/** Why GPUs that nobody asked to be real are not, and what would change that. */
export function whySimulated(engine: ContainerEngine, host: GpuHost): string {
  if (host.gpu === 'none') return 'its GPUs are simulated, and this machine has no NVIDIA GPU';
  const lack = lackOfRealGpus(engine, host);
  return `its GPUs are simulated; --gpus real takes those of this machine${lack === undefined ? '' : `, once this is mended: ${lack}`}`;
}
