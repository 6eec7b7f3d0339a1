import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { noUnaskedGpus } from '../src/judge/checks/no-unasked-gpus.ts';
import { idlePod } from '../src/model/idle-pod.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { KubeManifest } from '../src/model/step.ts';

const gpusOf = (container: string): readonly string[] => [
  'spec',
  'containers',
  container,
  'resources',
  'requests',
  'nvidia.com/gpu',
];

/** A job and the sidecar beside it. */
const podWithSidecar = (name: string): KubeManifest => {
  const container = { image: 'docker.io/tenantproof/pause:1', imagePullPolicy: 'IfNotPresent' };
  const containers = ['job', 'sidecar'].map((each) => ({ name: each, ...container }));
  return idlePod({ name, spec: { containers } });
};

export const scenario: Scenario = {
  id: 'unasked-gpus',
  question: 'A tenant runs pods that need no GPU, with sidecars. Do they eat GPUs all the same?',
  control: 'LimitRange with an explicit default of 0 GPUs beside the maximum',
  profiles: ['nightly', 'certify'],
  needs: ['quota'],
  attack: {
    kind: 'steps',
    steps: () => [
      {
        kind: 'objects',
        id: 'asks-for-none',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 4,
        objects: [0, 1, 2, 3].map((index) => podWithSidecar(`asks-for-none-${index}`)),
        note: { job: gpusOf('0'), sidecar: gpusOf('1') },
      },
      {
        kind: 'objects',
        id: 'asks-for-one',
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        objects: [idlePod({ name: 'asks-for-one', gpus: 1 })],
        note: { gpus: gpusOf('0') },
      },
    ],
  },
  checks: [
    { check: noUnaskedGpus('asks-for-none'), provesControl: true },
    {
      check: answersAsExpected({
        id: 'asked-gpu-given',
        objective: 'A container that asks for a GPU is given it',
        steps: ['asks-for-one'],
        statuses: [201],
        noted: { gpus: '1' },
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 2 },
  weaknesses: [
    {
      fixture: 'gpu-max-without-default',
      removes:
        'the LimitRange sets a maximum of GPUs and no default, which Kubernetes then takes from the maximum',
    },
  ],
  cure: {
    usualCause:
      'A LimitRange with `max` and no `default`: Kubernetes gives the maximum to every container that asks for nothing.',
    fix: 'Set `default: {nvidia.com/gpu: 0}` and `defaultRequest: {nvidia.com/gpu: 0}` beside `max` in the LimitRange.',
  },
};
