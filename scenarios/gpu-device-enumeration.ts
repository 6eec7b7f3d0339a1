import { awaitsGpuProgram } from '../src/judge/checks/awaits-gpu-program.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'gpu-device-enumeration',
  question: 'A pod that asks for no GPU sets NVIDIA_VISIBLE_DEVICES=all. Does it see a GPU?',
  control: 'container toolkit that takes devices only from the device plugin',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gpu-hardware'],
  attack: {
    kind: 'gpu-program',
    program: () => ({
      name: 'enumerate-devices',
      gpus: 0,
      environment: { NVIDIA_VISIBLE_DEVICES: 'all', NVIDIA_DRIVER_CAPABILITIES: 'all' },
    }),
  },
  checks: [
    {
      check: awaitsGpuProgram({
        id: 'sees-no-gpu',
        objective: 'A pod sees exactly the GPUs that it was given: here none',
        unit: 'GPUs seen',
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30 },
  weaknesses: [
    {
      fixture: 'gpus-by-environment',
      removes: 'the container toolkit gives every GPU to whoever names it in a variable',
    },
  ],
  cure: {
    usualCause:
      'The NVIDIA container toolkit takes NVIDIA_VISIBLE_DEVICES from any container, also from an image.',
    fix: 'Set `accept-nvidia-visible-devices-envvar-when-unprivileged = false` and `accept-nvidia-visible-devices-as-volume-mounts = true` in its config.toml, and `deviceListStrategy: volume-mounts` (or `cdi-cri`) in the device plugin.',
  },
};
