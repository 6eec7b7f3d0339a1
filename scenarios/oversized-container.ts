import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { idlePod } from '../src/model/idle-pod.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'oversized-container',
  question:
    'A container asks for one GPU more than one container may have. Is it refused, and is the most still given?',
  control: 'LimitRange max on nvidia.com/gpu',
  profiles: ['nightly', 'certify'],
  needs: ['quota'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { containerGpuMax } }) => [
      {
        kind: 'objects',
        id: 'one-too-many',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        objects: [idlePod({ name: 'one-too-many', gpus: containerGpuMax + 1 })],
      },
      {
        kind: 'objects',
        id: 'the-most',
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        objects: [idlePod({ name: 'the-most', gpus: containerGpuMax })],
      },
    ],
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'refused-above-max',
        objective: 'A container above the maximum is refused by the LimitRange',
        steps: ['one-too-many'],
        statuses: [403],
        naming: 'maximum nvidia.com/gpu usage per Container',
      }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'admitted-at-max',
        objective: 'A container at the maximum is admitted',
        steps: ['the-most'],
        statuses: [201],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 1 },
  weaknesses: [{ fixture: 'no-gpu-max', removes: 'the LimitRange sets no maximum of GPUs for a container' }],
  cure: {
    usualCause: 'The LimitRange bounds CPU and memory of a container, and nobody thought of GPUs.',
    fix: "Set `max: {nvidia.com/gpu: N}` in the tenant's LimitRange, with an explicit `default` and `defaultRequest` of 0 beside it.",
  },
};
