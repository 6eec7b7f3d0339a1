import { describe, expect, it } from 'vitest';
import { gpuProbePod } from '../../../src/model/gpu-probe-pod.ts';
import type { GpuProgram } from '../../../src/model/gpu-program.ts';

interface Container {
  command: string[];
  env: { name: string; value: string }[];
  resources: { requests: object; limits: object };
}
const containerOf = (pod: ReturnType<typeof gpuProbePod>): Container =>
  (pod['spec'] as { containers: [Container] }).containers[0];

describe('the pod of a probe', () => {
  it('asks for the GPU that it is to have, and is started by the NVIDIA runtime', () => {
    const pod = gpuProbePod({ name: 'crasher', gpus: 1, program: { name: 'illegal-access' } });
    expect(containerOf(pod).resources).toMatchObject({
      requests: { 'nvidia.com/gpu': '1' },
      limits: { 'nvidia.com/gpu': '1' },
    });
    expect(pod).toMatchObject({
      metadata: { name: 'crasher', labels: { 'gpu-probe': 'crasher' } },
      spec: { runtimeClassName: 'nvidia', restartPolicy: 'Never' },
    });
  });

  it('ends by itself, has no rights, and is not root', () => {
    expect(gpuProbePod({ name: 'p', program: { name: 'enumerate' } })['spec']).toMatchObject({
      activeDeadlineSeconds: expect.any(Number),
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 2000 },
      containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
    });
  });

  it('states no GPU where it is to be given none, whatever its variables ask for', () => {
    const env = { NVIDIA_VISIBLE_DEVICES: 'all', NVIDIA_DRIVER_CAPABILITIES: 'all' };
    const container = containerOf(gpuProbePod({ name: 'p', env, program: { name: 'enumerate' } }));
    expect(JSON.stringify(container.resources)).not.toContain('nvidia.com/gpu');
    expect(container.env).toEqual([
      { name: 'NVIDIA_DRIVER_CAPABILITIES', value: 'all' },
      { name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' },
    ]);
  });

  it.each<[GpuProgram, string]>([
    [{ name: 'enumerate' }, 'enumerate'],
    [
      { name: 'ladder', stepBytes: 1024, ceilingBytes: 4096, holdSeconds: 7 },
      'ladder --step-bytes 1024 --ceiling-bytes 4096 --seconds 7',
    ],
    [{ name: 'busy', parts: ['processors', 'bus'], seconds: 7 }, 'busy --parts processors,bus --seconds 7'],
    [{ name: 'illegal-access' }, 'illegal-access'],
    [{ name: 'heartbeat', seconds: 7 }, 'heartbeat --seconds 7'],
  ])('tells the probe what to do: $name', (program, words) => {
    const { command } = containerOf(gpuProbePod({ name: 'p', program }));
    expect(command.join(' ')).toBe(
      `/cuda-probe ${words} --ready /run/cuda-probe/ready --report /dev/termination-log`,
    );
  });
});
