import { gpuMemoryWithinShare } from '../src/judge/checks/gpu-memory-within-share.ts';
import { probeEnds, probeStarts } from '../src/model/gpu-probe-steps.ts';
import type { Scenario } from '../src/model/scenario.ts';

/** What limiters inside a container go by: HAMi-core's switch and limit, the limit of an MPS client, and what loads a library. */
const limiterOff = {
  CUDA_DISABLE_CONTROL: 'true',
  CUDA_DEVICE_MEMORY_LIMIT: '',
  CUDA_MPS_PINNED_DEVICE_MEM_LIMIT: '',
  LD_PRELOAD: '',
};

export const scenario: Scenario = {
  id: 'gpu-limiter-unset',
  question:
    'A tenant clears the variables that tell the GPU limiter in its container what to bound. Does the bound still hold?',
  control: 'GPU memory limit that no setting of the container can lift',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gpu-hardware', 'gpu-partitions'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { namespace }, facts: { gpuMemoryBytes } }) => [
      {
        ...probeStarts('ladder', 'aggressor', {
          name: 'ladder',
          gpus: 1,
          env: limiterOff,
          program: {
            name: 'ladder',
            stepBytes: 256 * 2 ** 20,
            ceilingBytes: gpuMemoryBytes,
            holdSeconds: 0,
          },
        }),
        hostile: true,
      },
      probeEnds('ladder-ended', namespace, 'ladder'),
    ],
  },
  checks: [
    {
      check: gpuMemoryWithinShare({
        id: 'bound-without-environment',
        objective: 'What the tenant can allocate never exceeds its partition, whatever its variables say',
        step: 'ladder-ended',
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 120 },
  weaknesses: [
    {
      fixture: 'gpu-limit-in-container',
      removes: 'the limit is a library in the container (HAMi), which its variables switch off',
    },
  ],
  cure: {
    usualCause:
      'The limit is enforced inside the container, where the tenant decides what is loaded and set.',
    fix: 'Enforce it outside: MIG, or a limit that the MPS server sets; where a library must do, refuse pods that set its variables with a ValidatingAdmissionPolicy.',
  },
};
