import { awaitsGpuProgram } from '../src/judge/checks/awaits-gpu-program.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'gpu-limiter-unset',
  question:
    'A tenant clears the variables that tell the GPU limiter in its container what to bound. Does the bound still hold?',
  control: 'GPU memory limit that no setting of the container can lift',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gpu-hardware'],
  attack: {
    kind: 'gpu-program',
    program: ({ facts: { gpuMemoryBytes } }) => ({
      name: 'allocation-ladder',
      gpus: 1,
      environment: {
        CUDA_DISABLE_CONTROL: 'true',
        CUDA_DEVICE_MEMORY_LIMIT: '',
        CUDA_MPS_PINNED_DEVICE_MEM_LIMIT: '',
        LD_PRELOAD: '',
      },
      stepBytes: 256 * 2 ** 20,
      ceilingBytes: gpuMemoryBytes,
    }),
  },
  checks: [
    {
      check: awaitsGpuProgram({
        id: 'bound-without-environment',
        objective:
          "The tenant's memory, measured on the host, never exceeds its partition, whatever its variables say",
        unit: 'MiB of GPU memory',
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 60 },
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
