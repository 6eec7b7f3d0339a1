import { describe, expect, it, test } from 'vitest';
import { noGpuNode, tellingLine } from '../../../src/cluster/kind/gpu-failure.ts';
import { lackOfRealGpus, whySimulated } from '../../../src/cluster/kind/gpu-host-lack.ts';
import type { GpuHost } from '../../../src/cluster/kind/gpu-host.ts';
import { kindCapabilities } from '../../../src/cluster/kind/kind-gpus.ts';
import { whatPluginLacks } from '../../../src/cluster/kind/make-gpu-node.ts';
import { EnvironmentError } from '../../../src/model/errors.ts';

const ready: GpuHost = { gpu: 'ready' };
const none: GpuHost = { gpu: 'none' };
const incomplete: GpuHost = {
  gpu: 'incomplete',
  problems: [
    { code: 'a', message: "Docker's default runtime is runc, not nvidia", hint: 'Configure it.' },
    { code: 'b', message: 'There is no `nvidia-ctk`', hint: 'Install it.' },
  ],
};

describe('GPUs of this machine', () => {
  it('lack nothing where all is there', () => {
    expect(lackOfRealGpus('docker', ready)).toBeUndefined();
  });

  it.each([
    ['docker', none, /^no NVIDIA driver is loaded/],
    ['docker', incomplete, /^Docker's .* not nvidia\. Configure it\. There is no .*\. Install it\.$/],
    ['podman', ready, /^only Docker gives GPUs to kind, and podman answers\. Start Docker\.$/],
  ] as const)('cannot be given to a node with %s, %j', (engine, host, lack) => {
    expect(lackOfRealGpus(engine, host)).toMatch(lack);
  });

  it.each([
    [none, /^its GPUs are simulated, and this machine has no NVIDIA GPU$/],
    [ready, /^its GPUs are simulated; --gpus real takes those of this machine$/],
    [incomplete, /--gpus real takes .*, once this is mended: Docker's .* Configure it\./],
  ] as const)('are simulated if nobody asks for them, and it is said how to have them: %j', (host, why) => {
    expect(whySimulated('docker', host)).toMatch(why);
  });
});

describe('a cluster', () => {
  it('whose GPUs are simulated says why it has no others', () => {
    const { capabilities, lacks } = kindCapabilities({ simulated: 'there are none' });
    expect(capabilities).toContain('simulated-gpu');
    expect(capabilities).not.toContain('gpu-hardware');
    expect(lacks).toEqual({ 'gpu-hardware': 'there are none' });
  });

  it.each([
    [1, ['gpu-hardware'], ['simulated-gpu', 'gpu-partitions', 'two-gpus']],
    [2, ['gpu-hardware', 'two-gpus'], ['simulated-gpu', 'gpu-partitions']],
  ] as const)('with %i real ones offers %j, and says why not %j', (real, has, lacking) => {
    const { capabilities, lacks } = kindCapabilities({ real });
    expect([...capabilities]).toEqual(expect.arrayContaining([...has]));
    expect(Object.keys(lacks).toSorted()).toEqual([...lacking].toSorted());
    expect(lacking.filter((each) => capabilities.has(each))).toEqual([]);
    expect(capabilities.has('gpu-engine')).toBe(false);
  });
});

/** What the programs print, as it was reported to their projects. */
test.each([
  [
    `ERROR: failed to create cluster: command "docker run --name x kindest/node" failed with error: exit status 125
Command Output: 5d7c
docker: Error response from daemon: failed to create task for container: nvidia-container-cli: initialization error: nvml error: driver/library version mismatch: unknown.

Run 'docker run --help' for more information`,
    /^docker: Error .* driver\/library version mismatch: unknown\.$/,
  ],
  [
    'curl: (6) Could not resolve host: nvidia.github.io\ngpg: no valid OpenPGP data found.',
    /^curl: \(6\) Could not resolve host: nvidia\.github\.io$/,
  ],
  ['E: Unable to locate package gpg\n', /^E: Unable to locate package gpg$/],
  ['bash: line 1: nvidia-smi: command not found', /command not found$/],
  ['No devices were found', /^No devices were found$/],
  ['', /^it said nothing$/],
  [`failed ${'x'.repeat(1000)} at last`, /^…x.{390,400} at last$/],
])('the line that tells the cause is found: %j', (said, line) => {
  expect(tellingLine(said)).toMatch(line);
});

test('a node that could not be made tells cause and cure, each in one line', () => {
  const details = { code: 'gpu-node', hint: 'Mend it.' };
  const said = new EnvironmentError('Started.\nCould not see a GPU in the node: no such device', details);
  expect(noGpuNode(said)).toMatchObject({
    code: 'gpu-node',
    message: 'No node with real GPUs: Could not see a GPU in the node: no such device',
    hint: 'Mend it. Without --gpus real they are simulated.',
  });
});

describe('a device plugin that advertises nothing', () => {
  const pod = (state: object): Parameters<typeof whatPluginLacks>[0] => ({
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'device-plugin', image: '', imageID: '', ready: false, restartCount: 0, state },
      ],
    },
  });

  it.each([
    ['has no pod', undefined, { seen: 'no pod of the device plugin' }],
    ['is not placed', { status: { phase: 'Pending' } }, { seen: 'the device plugin is Pending' }],
    [
      'cannot be pulled',
      pod({ waiting: { reason: 'ErrImagePull', message: 'failed to pull: dial tcp: no such host' } }),
      {
        seen: 'the image of the device plugin cannot be had: failed to pull: dial tcp: no such host',
        hint: expect.stringContaining('nvcr.io'),
      },
    ],
    [
      'finds no runtime',
      pod({ waiting: { reason: 'CreateContainerError', message: 'no runtime for "nvidia" is configured' } }),
      {
        seen: 'the device plugin does not start (CreateContainerError): no runtime for "nvidia" is configured',
        hint: expect.stringContaining('containerd'),
      },
    ],
    [
      'ends again and again',
      pod({ waiting: { reason: 'CrashLoopBackOff' } }),
      { seen: 'the device plugin ends', hint: expect.stringContaining('nvidia-smi'), logs: 'previous' },
    ],
    [
      'has just ended',
      pod({ terminated: { exitCode: 1 } }),
      { seen: 'the device plugin ends', hint: expect.stringContaining('nvidia-smi'), logs: 'present' },
    ],
    [
      'sees none',
      pod({ running: {} }),
      expect.objectContaining({ seen: 'the device plugin runs and finds no GPU', logs: 'present' }),
    ],
  ])('%s: it is said, with what to do', (_what, seen, lacks) => {
    expect(whatPluginLacks(seen)).toEqual(lacks);
  });
});
