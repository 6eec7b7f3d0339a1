import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { gpuHost } from '../../../src/cluster/kind/gpu-host.ts';
import { readGpuHostFacts } from '../../../src/cluster/kind/read-gpu-host-facts.ts';
import { standInPrograms } from './stand-in-programs.ts';

const hasDriver = existsSync('/proc/driver/nvidia/version');
const hasToolkit = existsSync('/etc/nvidia-container-runtime');

afterEach(() => void vi.unstubAllEnvs());

test.skipIf(hasDriver)('a machine without a driver has no GPU (skipped where it has one)', async () => {
  expect(gpuHost(await readGpuHostFacts(AbortSignal.timeout(30_000)))).toEqual({ gpu: 'none' });
});

const listsGpu = "echo 'GPU 0: NVIDIA L4 (UUID: GPU-4cf8db2d-06c0-7d70-1a51-e59b25b2c16c)'";
const toolkit = "echo 'NVIDIA Container Toolkit CLI version 1.20.1'";
const runtimes = (name: string): string =>
  `echo '{"DefaultRuntime":"${name}","Runtimes":{"nvidia":{},"runc":{}}}'`;

describe.skipIf(hasDriver || hasToolkit)(
  'a host whose programs are stand-ins (skipped where there is a driver or a toolkit)',
  () => {
    /** The codes of what is missing. */
    async function missing(programs: Record<string, string>): Promise<string[] | string> {
      await using here = await standInPrograms(programs);
      vi.stubEnv('PATH', `${here.folder}:/usr/bin:/bin`);
      const host = gpuHost(await readGpuHostFacts(AbortSignal.timeout(30_000)));
      return host.gpu === 'incomplete' ? host.problems.map(({ code }) => code) : host.gpu;
    }

    // The file of the toolkit's settings, which no stand-in brings, is missing in each.
    it.each([
      [
        'all else is there',
        { 'nvidia-smi': listsGpu, 'nvidia-ctk': toolkit, docker: runtimes('nvidia') },
        [],
      ],
      [
        'Docker takes runc',
        { 'nvidia-smi': listsGpu, 'nvidia-ctk': toolkit, docker: runtimes('runc') },
        ['gpu-docker-runtime'],
      ],
      [
        'Docker is stopped',
        {
          'nvidia-smi': listsGpu,
          'nvidia-ctk': toolkit,
          docker: 'echo "Cannot connect to the Docker daemon" >&2; exit 1',
        },
        ['gpu-docker-runtime'],
      ],
      [
        'the toolkit is not there',
        { 'nvidia-smi': listsGpu, 'nvidia-ctk': 'exit 127', docker: runtimes('nvidia') },
        ['gpu-container-toolkit'],
      ],
    ])('lacks what is not there: %s', async (_what, programs, codes) => {
      expect(await missing(programs)).toEqual([...codes, 'gpu-volume-mounts']);
    });

    it('has no GPU that can be used when nvidia-smi fails and no driver is loaded', async () => {
      const fails = 'echo "Failed to initialize NVML: Driver/library version mismatch"; exit 18';
      expect(await missing({ 'nvidia-smi': fails, 'nvidia-ctk': toolkit, docker: runtimes('nvidia') })).toBe(
        'none',
      );
    });
  },
);
