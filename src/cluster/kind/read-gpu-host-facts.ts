import { readFile } from 'node:fs/promises';
import { runProgram } from '../../system/run-program.ts';
import type { GpuHostFacts } from './gpu-host.ts';

const timeoutMs = 10_000;

/** Looks at the host as `gpuHost` asks for it; changes nothing. What is not there is left out. */
export async function readGpuHostFacts(signal: AbortSignal): Promise<GpuHostFacts> {
  const file = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);
  const output = async (program: string, ...args: string[]): Promise<string | undefined> => {
    const { exitCode, stdout } = await runProgram(program, args, { signal, timeoutMs });
    return exitCode === 0 ? stdout : undefined;
  };
  const found = await Promise.all([
    file('/proc/driver/nvidia/version'),
    output('nvidia-smi', '-L'),
    output('nvidia-ctk', '--version'),
    file('/etc/nvidia-container-runtime/config.toml'),
    output('docker', 'info', '--format', '{{json .}}'),
  ]);
  const [driverVersion, gpuList, toolkitVersion, toolkitConfig, dockerInfo] = found;
  return {
    ...(driverVersion === undefined ? {} : { driverVersion }),
    ...(gpuList === undefined ? {} : { gpuList }),
    ...(toolkitVersion === undefined ? {} : { toolkitVersion }),
    ...(toolkitConfig === undefined ? {} : { toolkitConfig }),
    ...(dockerInfo === undefined ? {} : { dockerInfo }),
  };
}
