import { victimErrors } from '../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../src/judge/checks/victim-p99-ratio.ts';
import { whileGpuBusy } from '../src/judge/gates/gpu-kept-busy.ts';
import { probeEnds, probeStarts } from '../src/model/gpu-probe-steps.ts';
import type { Scenario } from '../src/model/scenario.ts';

const parts = ['processors', 'memory-bandwidth', 'bus'] as const;
const busy = { step: 'hog-ended', parts: parts.length };

/** The pod starts in the guard, works through the measured part, and is gone before the next window. */
const windows = { kind: 'paired-windows', windowSeconds: 20, guardSeconds: 6 } as const;
const busySeconds = 12;

export const scenario: Scenario = {
  id: 'gpu-compute-hog',
  question:
    "One tenant keeps the GPU's processors, its memory bandwidth and the bus busy without a pause. Does the neighbour on the same GPU wait longer?",
  control: 'share of the GPU that the hardware enforces (MIG, or MPS with a bound on active threads)',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gateway', 'gpu-hardware', 'two-gpus', 'gpu-engine'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { namespace } }) => {
      const hog = probeStarts('hog', 'aggressor', {
        name: 'hog',
        gpus: 1,
        program: { name: 'busy', parts, seconds: busySeconds },
      });
      return [
        { ...hog, hostile: true },
        probeEnds('hog-ended', namespace, 'hog'),
        // The next window's has the same name.
        { ...hog, id: 'hog-removed', verb: 'delete' },
        {
          kind: 'look',
          id: 'hog-gone',
          of: { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: 'gpu-probe=hog' },
          note: {},
          until: { count: 0, withinSeconds: 10 },
        },
      ];
    },
  },
  checks: [
    { check: whileGpuBusy(victimP99Ratio(), busy), provesControl: true },
    { check: whileGpuBusy(victimErrors(), busy), provesControl: false },
  ],
  design: { ...windows, warmUpSeconds: 10, looksPairs: [4, 8, 24] },
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
