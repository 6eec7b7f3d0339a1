import { exactlyTheQuota } from '../src/judge/checks/exactly-the-quota.ts';
import { liveWithinQuota } from '../src/judge/checks/live-within-quota.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { KubeManifest, ObjectsStep } from '../src/model/step.ts';

/** No node fits: the pods are objects that fill the API server, and cost no more. */
const spec = {
  nodeSelector: { 'tenantproof/nowhere': 'true' },
  automountServiceAccountToken: false,
  terminationGracePeriodSeconds: 0,
  containers: [{ name: 'idle', image: 'docker.io/tenantproof/pause:1', imagePullPolicy: 'IfNotPresent' }],
};

const labels = { app: 'storm' };

const deployment: KubeManifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'storm', labels },
  spec: { replicas: 1000, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
};

const job = (name: string): KubeManifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { suspend: true, template: { spec: { ...spec, restartPolicy: 'Never' } } },
});

const creates = (id: string, objects: readonly KubeManifest[]): ObjectsStep => ({
  kind: 'objects',
  id,
  hostile: true,
  as: 'aggressor',
  verb: 'create',
  atOnce: objects.length,
  objects,
});

export const scenario: Scenario = {
  id: 'object-storm',
  question:
    'A tenant creates a Deployment of a thousand pods, and Jobs without end. Does it get more objects than it was promised?',
  control: 'ResourceQuota on pods and on the number of objects',
  profiles: ['nightly', 'certify'],
  needs: ['quota'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { namespace, podQuota, jobQuota } }) => {
      const pods = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: 'app=storm' };
      return [
        creates('thousand-pods', [deployment]),
        {
          kind: 'look',
          id: 'quota-reached',
          of: pods,
          note: {},
          until: { atLeast: podQuota, withinSeconds: 30 },
        },
        // Time to go on, for whatever is not stopped.
        { kind: 'pause', id: 'storm', seconds: 2 },
        { kind: 'look', id: 'live-pods', of: pods, note: {} },
        {
          kind: 'look',
          id: 'deployment',
          of: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, labelSelector: 'app=storm' },
          note: { conditions: ['status', 'conditions'] },
        },
        creates(
          'jobs',
          Array.from({ length: 3 * jobQuota }, (_, index) => job(`storm-${index}`)),
        ),
      ];
    },
  },
  checks: [
    { check: liveWithinQuota({ pods: 'live-pods', deployment: 'deployment' }), provesControl: true },
    {
      check: exactlyTheQuota({
        id: 'jobs-within-quota',
        objective: 'Exactly the promised number of Jobs is let in, the rest is refused by the quota',
        unit: 'Jobs',
        steps: ['jobs'],
        key: 'count/jobs.batch',
        promised: ({ jobQuota }) => jobQuota,
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 5 },
  weaknesses: [
    {
      fixture: 'no-pods-quota',
      removes: 'the quota bounds no number of objects',
      design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 16 },
    },
  ],
  cure: {
    usualCause: 'The quota bounds CPU, memory and GPUs; objects that ask for none of them are free.',
    fix: 'Set `pods`, `count/pods`, `count/jobs.batch` and `count/deployments.apps` in the ResourceQuota of the tenant.',
  },
};
