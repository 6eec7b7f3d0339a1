import { answersAsExpected, idlePod, type Scenario } from '../../../src/library/index.ts';

/** A scenario that does not ship: the question of `oversized-container`, asked of a container far too large. */
export const ownScenario = {
  id: 'container-far-above-max',
  question: 'A container asks for ten GPUs more than one container may have. Is it refused?',
  control: 'LimitRange max on nvidia.com/gpu',
  profiles: ['nightly'],
  needs: ['quota'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { containerGpuMax } }) => [
      {
        kind: 'objects',
        id: 'far-too-many',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        objects: [idlePod({ name: 'far-too-many', gpus: containerGpuMax + 10 })],
      },
    ],
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'refused-far-above-max',
        objective: 'A container far above the maximum is refused by the LimitRange',
        steps: ['far-too-many'],
        statuses: [403],
        naming: 'maximum nvidia.com/gpu usage per Container',
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 1 },
  weaknesses: [{ fixture: 'no-gpu-max', removes: 'the LimitRange sets no maximum of GPUs for a container' }],
  cure: {
    usualCause: 'The LimitRange bounds CPU and memory of a container, and nobody thought of GPUs.',
    fix: "Set `max: {nvidia.com/gpu: N}` in the tenant's LimitRange.",
  },
} as const satisfies Scenario;
