import { awaitsGpuProgram } from '../src/judge/checks/awaits-gpu-program.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'gpu-illegal-access',
  question:
    "One tenant's kernel writes outside its memory and crashes. Does the neighbour on the same GPU go on?",
  control: 'fault isolation of the GPU (MIG, or a GPU of its own)',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gateway', 'gpu-hardware'],
  attack: {
    kind: 'gpu-program',
    program: () => ({ name: 'illegal-access', gpus: 1, environment: {} }),
  },
  checks: [
    {
      check: awaitsGpuProgram({
        id: 'neighbour-survives-fault',
        objective: 'No process and no request of the neighbour fails when the tenant crashes',
        unit: 'failures',
      }),
      provesControl: true,
    },
    {
      check: awaitsGpuProgram({
        id: 'fault-names-its-process',
        objective: 'The driver reports the fault (an Xid) for the process of that tenant alone',
        unit: 'faults of others',
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 60 },
  weaknesses: [
    {
      fixture: 'gpu-shared-by-mps',
      removes: 'the tenants are clients of one MPS server, which a fault of one ends for all',
    },
  ],
  cure: {
    usualCause: 'MPS runs the kernels of all its clients in one context: a fatal fault of one ends them all.',
    fix: 'Put tenants that do not trust each other into MIG instances or on GPUs of their own, and run one MPS server for each tenant at the most.',
  },
};
