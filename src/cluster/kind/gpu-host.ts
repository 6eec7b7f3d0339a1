import type { Problem } from '../cluster.ts';

/** What was found on the host; whatever is absent was not there, or could not be asked. */
export interface GpuHostFacts {
  /** `/proc/driver/nvidia/version`, which the driver makes when it is loaded. */
  driverVersion?: string;
  /** Output of `nvidia-smi -L`: a line for each GPU. */
  gpuList?: string;
  /** Output of `nvidia-ctk --version`. */
  toolkitVersion?: string;
  /** `/etc/nvidia-container-runtime/config.toml`. */
  toolkitConfig?: string;
  /** Output of `docker info --format '{{json .}}'`. */
  dockerInfo?: string;
}

/** Whether kind can have a node with real GPUs on this host. */
export type GpuHost = { gpu: 'ready' } | { gpu: 'none' } | { gpu: 'incomplete'; problems: Problem[] };

/**
 * Judges what was found on a host: a driver that shows a GPU, the NVIDIA container toolkit, and Docker set up as nvkind asks
 * for it, because kind itself cannot hand a GPU to a node.
 * Source: https://github.com/NVIDIA/nvkind, README.md, Setup. Has not run on a host with a GPU.
 */
export function gpuHost(facts: GpuHostFacts): GpuHost {
  if (facts.driverVersion === undefined && facts.gpuList === undefined) return { gpu: 'none' };
  const problems = [driverProblem, toolkitProblem, runtimeProblem, mountsProblem].flatMap(
    (find) => find(facts) ?? [],
  );
  return problems.length === 0 ? { gpu: 'ready' } : { gpu: 'incomplete', problems };
}

type FindProblem = (facts: GpuHostFacts) => Problem | undefined;

const driverProblem: FindProblem = ({ gpuList = '' }) =>
  /^GPU \d+: /m.test(gpuList)
    ? undefined
    : {
        code: 'gpu-driver',
        message: 'The NVIDIA driver is loaded, and `nvidia-smi -L` shows no GPU',
        hint: 'See what `nvidia-smi` says: the driver may not fit the GPU, or its programs may not fit the driver.',
      };

const toolkitProblem: FindProblem = ({ toolkitVersion }) =>
  toolkitVersion === undefined
    ? {
        code: 'gpu-container-toolkit',
        message: 'The NVIDIA container toolkit is missing: there is no `nvidia-ctk`',
        hint: 'Install nvidia-container-toolkit: https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/install-guide.html.',
      }
    : undefined;

/** kind names no runtime when it makes a node, so that Docker's default must be NVIDIA's. */
const runtimeProblem: FindProblem = ({ dockerInfo }) =>
  defaultRuntimeOf(dockerInfo) === 'nvidia'
    ? undefined
    : {
        code: 'gpu-docker-runtime',
        message: `Docker's default runtime is ${defaultRuntimeOf(dockerInfo) ?? 'not known'}, not nvidia`,
        hint: 'Run `nvidia-ctk runtime configure --runtime=docker --set-as-default --cdi.enabled` and `systemctl restart docker`, as root.',
      };

function defaultRuntimeOf(dockerInfo: string | undefined): string | undefined {
  try {
    const { DefaultRuntime: name, Runtimes: known } = JSON.parse(dockerInfo ?? '') as {
      DefaultRuntime?: string;
      Runtimes?: Record<string, unknown>;
    };
    return name !== undefined && known !== undefined && name in known ? name : undefined;
  } catch {
    return undefined;
  }
}

const mountsProblem: FindProblem = ({ toolkitConfig = '' }) =>
  /^\s*accept-nvidia-visible-devices-as-volume-mounts\s*=\s*true\b/m.test(toolkitConfig)
    ? undefined
    : {
        code: 'gpu-volume-mounts',
        message:
          'The NVIDIA container runtime takes no devices from volume mounts, and kind has no other way',
        hint: 'Run `nvidia-ctk config --set accept-nvidia-visible-devices-as-volume-mounts=true --in-place`, as root.',
      };
