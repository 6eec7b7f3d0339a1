import { exactlyTheQuota } from '../src/judge/checks/exactly-the-quota.ts';
import { idlePod } from '../src/model/idle-pod.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { KubeManifest } from '../src/model/step.ts';

const gpuPod = (name: string): KubeManifest =>
  idlePod({ name, gpus: 1, spec: { nodeSelector: { 'tenantproof/nowhere': 'true' } } });

export const scenario: Scenario = {
  id: 'quota-recovery',
  question:
    'A tenant creates one and the same GPU pod thirty times at the same moment, and deletes it. Is its promise whole again, and no larger?',
  control: 'ResourceQuota, whose count follows what lives',
  profiles: ['nightly', 'certify'],
  needs: ['quota'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { namespace, gpuQuota } }) => [
      {
        // All but one fail, and some of them after the quota has counted them (kubernetes#70563).
        kind: 'objects',
        id: 'same-pod',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 30,
        objects: Array.from({ length: 30 }, () => gpuPod('same')),
      },
      {
        kind: 'objects',
        id: 'delete-it',
        as: 'aggressor',
        verb: 'delete',
        atOnce: 1,
        objects: [gpuPod('same')],
      },
      {
        kind: 'look',
        id: 'gone',
        of: { apiVersion: 'v1', kind: 'Pod', namespace },
        note: {},
        until: { count: 0, withinSeconds: 15 },
      },
      // The quota's controller counts anew when something is deleted.
      { kind: 'pause', id: 'recount', seconds: 3 },
      {
        kind: 'objects',
        id: 'again',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 3 * gpuQuota,
        objects: Array.from({ length: 3 * gpuQuota }, (_, index) => gpuPod(`again-${index}`)),
      },
    ],
  },
  checks: [
    {
      check: exactlyTheQuota({
        id: 'promise-whole-again',
        objective: 'After creations that failed, exactly the promised GPUs are given out again',
        unit: 'pods admitted',
        steps: ['again'],
        key: 'requests.nvidia.com/gpu',
        promised: ({ gpuQuota }) => gpuQuota,
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 5 },
  weaknesses: [{ fixture: 'no-gpu-quota', removes: 'the quota says nothing of GPUs' }],
  cure: {
    usualCause:
      'A creation that fails late is charged all the same, until something is deleted or the controller counts anew after five minutes.',
    fix: 'Keep the ResourceQuota on `requests.nvidia.com/gpu`; where the count stays too high, lower `--resource-quota-sync-period` of kube-controller-manager.',
  },
};
