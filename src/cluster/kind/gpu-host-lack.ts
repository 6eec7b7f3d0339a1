import type { GpuChoice } from '../../model/settings.ts';
import type { ContainerEngine } from '../../model/container-engine.ts';
import type { GpuHost } from './gpu-host.ts';

export interface GpuQuestion {
  asked: GpuChoice;
  engine: ContainerEngine;
  host: GpuHost;
}

/** Why a node of kind is not given the GPUs of this machine, and what would change that; undefined if it is given them. */
export function lackOfRealGpus({ asked, engine, host }: GpuQuestion): string | undefined {
  const lack = lackOf(engine, host);
  if (asked === 'real') return lack && `GPUs are simulated though real ones were asked for: ${lack}`;
  if (host.gpu === 'none') return 'its GPUs are simulated, and this machine has no NVIDIA GPU';
  return `its GPUs are simulated; --gpus real takes those of this machine${lack === undefined ? '' : `, once this is mended: ${lack}`}`;
}

function lackOf(engine: ContainerEngine, host: GpuHost): string | undefined {
  if (host.gpu === 'none') {
    return 'no NVIDIA driver is loaded, and `nvidia-smi` lists no GPU. Install the driver, or use a machine that has a GPU.';
  }
  if (engine !== 'docker') return `only Docker gives GPUs to kind, and ${engine} answers. Start Docker.`;
  if (host.gpu === 'ready') return undefined;
  return host.problems.map(({ message, hint }) => `${message}. ${hint}`).join(' ');
}
