import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gpuHost, type GpuHostFacts } from '../../../src/cluster/kind/gpu-host.ts';
import { gpuNodeMounts, gpuNodeSteps } from '../../../src/cluster/kind/gpu-node.ts';

const toolkitConfig = `#accept-nvidia-visible-devices-envvar-when-unprivileged = true
accept-nvidia-visible-devices-as-volume-mounts = true
disable-require = false

[nvidia-container-cli]
environment = []
`;

/** A host on which all is as nvkind asks for it. */
const ready: GpuHostFacts = {
  driverVersion: 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.173.02  Release Build\n',
  gpuList: 'GPU 0: NVIDIA L4 (UUID: GPU-4cf8db2d-06c0-7d70-1a51-e59b25b2c16c)\n',
  toolkitVersion: 'NVIDIA Container Toolkit CLI version 1.20.1\n',
  toolkitConfig,
  dockerInfo: JSON.stringify({
    DefaultRuntime: 'nvidia',
    Runtimes: { nvidia: { path: 'nvidia-container-runtime' }, runc: { path: 'runc' } },
  }),
};

const codesOf = (facts: GpuHostFacts): string[] => {
  const host = gpuHost(facts);
  return host.gpu === 'incomplete' ? host.problems.map(({ code }) => code) : [host.gpu];
};

describe('a host', () => {
  it('is ready when driver, toolkit and Docker are as nvkind asks for them', () => {
    expect(gpuHost(ready)).toEqual({ gpu: 'ready' });
  });

  it('has no GPU when it has no driver, whatever else it has', () => {
    expect(gpuHost({})).toEqual({ gpu: 'none' });
    const { driverVersion: _driver, gpuList: _list, ...others } = ready;
    expect(gpuHost(others)).toEqual({ gpu: 'none' });
  });

  it.each<[string, GpuHostFacts, string[]]>([
    ['the driver shows nothing', { ...ready, gpuList: 'No devices were found\n' }, ['gpu-driver']],
    [
      'the driver is loaded and its programs are missing',
      { driverVersion: ready.driverVersion ?? '' },
      ['gpu-driver', 'gpu-container-toolkit', 'gpu-docker-runtime', 'gpu-volume-mounts'],
    ],
    ['Docker does not answer', { ...ready, dockerInfo: '' }, ['gpu-docker-runtime']],
    [
      'Docker knows the runtime and takes another',
      {
        ...ready,
        dockerInfo: JSON.stringify({ DefaultRuntime: 'runc', Runtimes: { runc: {}, nvidia: {} } }),
      },
      ['gpu-docker-runtime'],
    ],
    [
      'the default runtime is not there',
      { ...ready, dockerInfo: JSON.stringify({ DefaultRuntime: 'nvidia', Runtimes: { runc: {} } }) },
      ['gpu-docker-runtime'],
    ],
    [
      'volume mounts are commented out, which is how the toolkit comes',
      { ...ready, toolkitConfig: toolkitConfig.replace(/^accept/m, '#accept') },
      ['gpu-volume-mounts'],
    ],
    [
      'volume mounts are off',
      { ...ready, toolkitConfig: 'accept-nvidia-visible-devices-as-volume-mounts = false' },
      ['gpu-volume-mounts'],
    ],
  ])('is incomplete when %s', (_what, facts, codes) => {
    expect(codesOf(facts)).toEqual(codes);
  });

  it('says what is wrong, and what to do about it', () => {
    const host = gpuHost({
      ...ready,
      dockerInfo: JSON.stringify({ DefaultRuntime: 'runc', Runtimes: { runc: {} } }),
    });
    expect(host).toEqual({
      gpu: 'incomplete',
      problems: [
        {
          code: 'gpu-docker-runtime',
          message: "Docker's default runtime is runc, not nvidia",
          hint: expect.stringContaining('nvidia-ctk runtime configure --runtime=docker --set-as-default'),
        },
      ],
    });
  });
});

describe('a node', () => {
  it('is handed all GPUs by the name of a mount', () => {
    expect(gpuNodeMounts).toEqual([
      { hostPath: '/dev/null', containerPath: '/var/run/nvidia-container-devices/all' },
    ]);
  });

  it.each(gpuNodeSteps.map(({ what, script }) => [what, script]))(
    'can %s: bash reads the script',
    (_what, script) => {
      expect(() => execFileSync('bash', ['-n'], { input: script })).not.toThrow();
    },
  );
});
