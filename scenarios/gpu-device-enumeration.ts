import { seesNoGpu } from '../src/judge/checks/sees-no-gpu.ts';
import { probeEnds, probeStarts } from '../src/model/gpu-probe-steps.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'gpu-device-enumeration',
  question: 'A pod that asks for no GPU sets NVIDIA_VISIBLE_DEVICES=all. Does it see a GPU?',
  control: 'container toolkit that takes devices only from the device plugin',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gpu-hardware'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { namespace } }) => [
      {
        ...probeStarts('asks-none', 'aggressor', {
          name: 'asks-none',
          env: { NVIDIA_VISIBLE_DEVICES: 'all', NVIDIA_DRIVER_CAPABILITIES: 'all' },
          program: { name: 'enumerate' },
        }),
        hostile: true,
      },
      probeEnds('none-ended', namespace, 'asks-none'),
      probeStarts('asks-one', 'aggressor', { name: 'asks-one', gpus: 1, program: { name: 'enumerate' } }),
      probeEnds('one-ended', namespace, 'asks-one'),
    ],
  },
  checks: [{ check: seesNoGpu({ none: 'none-ended', one: 'one-ended' }), provesControl: true }],
  design: { kind: 'single-shot', settleSeconds: 240 },
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
