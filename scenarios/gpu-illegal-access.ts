import { neighbourSurvivesFault } from '../src/judge/checks/neighbour-survives-fault.ts';
import { probeEnds, probeNow, probeStarts, probeWorks } from '../src/model/gpu-probe-steps.ts';
import type { Scenario } from '../src/model/scenario.ts';

/** As long as the tenant's pod may take to start and to crash, and some time after it. */
const beatSeconds = 30;

export const scenario: Scenario = {
  id: 'gpu-illegal-access',
  question:
    "One tenant's kernel writes outside its memory and crashes. Does the neighbour on the same GPU go on?",
  control: 'fault isolation of the GPU (MIG, or a GPU of its own)',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'gpu-hardware', 'two-gpus'],
  attack: {
    kind: 'steps',
    steps: ({ victim, aggressor }) => [
      probeStarts('neighbour', 'victim', {
        name: 'neighbour',
        gpus: 1,
        program: { name: 'heartbeat', seconds: beatSeconds },
      }),
      probeWorks('neighbour-works', victim.namespace, 'neighbour'),
      {
        ...probeStarts('crasher', 'aggressor', {
          name: 'crasher',
          gpus: 1,
          program: { name: 'illegal-access' },
        }),
        hostile: true,
      },
      probeEnds('crasher-ended', aggressor.namespace, 'crasher'),
      probeNow('neighbour-afterwards', victim.namespace, 'neighbour'),
      probeEnds('neighbour-ended', victim.namespace, 'neighbour'),
    ],
  },
  checks: [
    {
      check: neighbourSurvivesFault({
        fault: 'crasher-ended',
        afterwards: 'neighbour-afterwards',
        neighbour: 'neighbour-ended',
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 240 },
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
