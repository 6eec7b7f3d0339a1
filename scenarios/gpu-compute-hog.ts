import { awaitsGpuProgram } from '../src/judge/checks/awaits-gpu-program.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'gpu-compute-hog',
  question:
    "One tenant keeps the GPU's processors, its memory bandwidth and the bus busy without a pause. Does the neighbour on the same GPU wait longer?",
  control: 'share of the GPU that the hardware enforces (MIG, or MPS with a bound on active threads)',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gateway', 'gpu-hardware'],
  attack: {
    kind: 'gpu-program',
    program: () => ({
      name: 'busy-kernels',
      gpus: 1,
      environment: {},
      parts: ['processors', 'memory-bandwidth', 'bus'],
    }),
  },
  checks: [
    {
      check: awaitsGpuProgram({
        id: 'neighbour-p99-ratio',
        objective: 'The p99 latency of the neighbour on the same GPU stays near its p99 at rest',
        unit: 'ratio',
      }),
      provesControl: true,
    },
    {
      check: awaitsGpuProgram({
        id: 'neighbour-served',
        objective: 'Every request of the neighbour is served',
        unit: 'requests failed',
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 60 },
  weaknesses: [
    {
      fixture: 'gpu-time-slicing',
      removes: 'the GPU is shared by time-slicing, which bounds no share of it',
    },
  ],
  cure: {
    usualCause: 'Time-slicing gives every process the whole GPU in turn, however long its kernels are.',
    fix: 'Use MIG, or MPS with CUDA_MPS_ACTIVE_THREAD_PERCENTAGE set by the platform; the bus is shared even then, so give tenants that move much data a GPU of their own.',
  },
};
