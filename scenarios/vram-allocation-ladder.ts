import { gpuMemoryWithinShare } from '../src/judge/checks/gpu-memory-within-share.ts';
import { neighbourGetsItsShare } from '../src/judge/checks/neighbour-gets-its-share.ts';
import { contextBytes } from '../src/model/gpu-program.ts';
import { probeEnds, probeNow, probeStarts, probeWorks } from '../src/model/gpu-probe-steps.ts';
import type { Scenario } from '../src/model/scenario.ts';

const stepBytes = 256 * 2 ** 20;

/** As long as the neighbour may take to start and to climb. */
const holdSeconds = 30;

export const scenario: Scenario = {
  id: 'vram-allocation-ladder',
  question:
    'One tenant allocates GPU memory step by step until it is refused. Is it refused at the end of its partition, and does its neighbour still get its own?',
  control: 'GPU memory partition of the hardware (MIG, or MPS with a pinned memory limit)',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gpu-hardware', 'two-gpus', 'gpu-partitions'],
  attack: {
    kind: 'steps',
    steps: ({ victim, aggressor, facts: { gpuMemoryBytes } }) => [
      {
        ...probeStarts('ladder', 'aggressor', {
          name: 'ladder',
          gpus: 1,
          program: { name: 'ladder', stepBytes, ceilingBytes: gpuMemoryBytes, holdSeconds },
        }),
        hostile: true,
      },
      probeWorks('ladder-holds', aggressor.namespace, 'ladder'),
      probeStarts('neighbour', 'victim', {
        name: 'neighbour',
        gpus: 1,
        program: {
          name: 'ladder',
          stepBytes,
          ceilingBytes: victim.gpuPartitionBytes - contextBytes,
          holdSeconds: 0,
        },
      }),
      probeEnds('neighbour-ended', victim.namespace, 'neighbour'),
      probeNow('ladder-still-holds', aggressor.namespace, 'ladder'),
      probeEnds('ladder-ended', aggressor.namespace, 'ladder'),
    ],
  },
  checks: [
    {
      check: gpuMemoryWithinShare({
        id: 'refused-at-partition',
        objective: 'What the tenant can allocate never exceeds its partition',
        step: 'ladder-ended',
      }),
      provesControl: true,
    },
    {
      check: neighbourGetsItsShare({
        neighbour: 'neighbour-ended',
        holding: 'ladder-still-holds',
        holder: 'ladder-ended',
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 240 },
  weaknesses: [
    { fixture: 'gpu-time-slicing', removes: 'the GPU is shared by time-slicing, which bounds no memory' },
  ],
  cure: {
    usualCause:
      'The GPU is shared by time-slicing, or by MPS without a memory limit: the first to allocate gets it all.',
    fix: 'Use MIG profiles (`nvidia.com/mig-…`), or MPS with CUDA_MPS_PINNED_DEVICE_MEM_LIMIT set by the platform for each client.',
  },
};
