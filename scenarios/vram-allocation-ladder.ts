import { awaitsGpuProgram } from '../src/judge/checks/awaits-gpu-program.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'vram-allocation-ladder',
  question:
    'One tenant allocates GPU memory step by step until it is refused. Is it refused at the end of its partition, and does its neighbour still get its own?',
  control: 'GPU memory partition of the hardware (MIG, or MPS with a pinned memory limit)',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gpu-hardware'],
  attack: {
    kind: 'gpu-program',
    program: ({ facts: { gpuMemoryBytes } }) => ({
      name: 'allocation-ladder',
      gpus: 1,
      environment: {},
      stepBytes: 256 * 2 ** 20,
      ceilingBytes: gpuMemoryBytes,
    }),
  },
  checks: [
    {
      check: awaitsGpuProgram({
        id: 'refused-at-partition',
        objective: "The tenant's memory, measured on the host, never exceeds its partition",
        unit: 'MiB of GPU memory',
      }),
      provesControl: true,
    },
    {
      check: awaitsGpuProgram({
        id: 'neighbour-still-allocates',
        objective: 'At that moment the neighbour can still allocate all of its own partition',
        unit: 'MiB of GPU memory',
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 60 },
  weaknesses: [
    { fixture: 'gpu-time-slicing', removes: 'the GPU is shared by time-slicing, which bounds no memory' },
  ],
  cure: {
    usualCause:
      'The GPU is shared by time-slicing, or by MPS without a memory limit: the first to allocate gets it all.',
    fix: 'Use MIG profiles (`nvidia.com/mig-…`), or MPS with CUDA_MPS_PINNED_DEVICE_MEM_LIMIT set by the platform for each client.',
  },
};
