import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { nobodyPreempted } from '../src/judge/checks/nobody-preempted.ts';
import { idlePod } from '../src/model/idle-pod.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { StackFacts, TenantPromise } from '../src/model/stack-facts.ts';
import type { KubeManifest, LookStep } from '../src/model/step.ts';

/** GPUs of the embedded cluster's node. Where there are more, the scenario sees that the nodes are not full, and says so. */
const gpusOfNodes = 8;

const labels = { 'tenantproof/neighbour': 'true' };

/** The other tenants use what they were promised, one GPU a pod, until the nodes are full. */
function neighbourPods({ tenants }: StackFacts, aggressor: TenantPromise): KubeManifest[] {
  const pods = tenants
    .filter(({ name }) => name !== aggressor.name)
    .flatMap(({ namespace, gpuQuota }) =>
      Array.from({ length: gpuQuota }, (_, index) => {
        const pod = idlePod({ name: `neighbour-${index}`, gpus: 1, labels });
        return { ...pod, metadata: { ...pod.metadata, namespace } };
      }),
    );
  return pods.slice(0, gpusOfNodes);
}

const neighbours = (id: string, until?: LookStep['until']): LookStep => ({
  kind: 'look',
  id,
  of: { apiVersion: 'v1', kind: 'Pod', labelSelector: 'tenantproof/neighbour=true' },
  note: {
    tenant: ['metadata', 'namespace'],
    uid: ['metadata', 'uid'],
    deletion: ['metadata', 'deletionTimestamp'],
    phase: ['status', 'phase'],
  },
  ...(until ? { until } : {}),
});

export const scenario: Scenario = {
  id: 'priority-preemption',
  question:
    "All GPUs are in use, and a tenant creates pods of the platform's own priority class. Do its neighbours' pods have to go?",
  control: 'ResourceQuota with the scope PriorityClass: no class is for tenants',
  profiles: ['nightly', 'certify'],
  needs: ['quota', 'containers', 'simulated-gpu', 'preemption', 'gpu-exhaustion'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor, facts }) => {
      const pods = neighbourPods(facts, aggressor);
      return [
        {
          kind: 'objects',
          id: 'neighbours-fill-nodes',
          as: 'platform',
          verb: 'create',
          atOnce: pods.length,
          objects: pods,
        },
        neighbours('before', { count: pods.length, note: 'phase', oneOf: ['Running'], withinSeconds: 30 }),
        {
          kind: 'look',
          id: 'nodes',
          of: { apiVersion: 'v1', kind: 'Node' },
          note: { gpus: ['status', 'allocatable', 'nvidia.com/gpu'] },
        },
        {
          kind: 'objects',
          id: 'urgent-pods',
          hostile: true,
          as: 'aggressor',
          verb: 'create',
          atOnce: aggressor.gpuQuota,
          objects: Array.from({ length: aggressor.gpuQuota }, (_, index) =>
            idlePod({ name: `urgent-${index}`, gpus: 1, spec: { priorityClassName: 'platform-critical' } }),
          ),
        },
        // The scheduler needs about a second to push pods off.
        { kind: 'pause', id: 'scheduling', seconds: 4 },
        neighbours('after'),
      ];
    },
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'priority-refused',
        objective: "A tenant's pod with a priority class is refused by the quota",
        steps: ['urgent-pods'],
        statuses: [403],
        naming: 'exceeded quota: tenant-priority',
      }),
      provesControl: true,
    },
    {
      check: nobodyPreempted({ nodes: 'nodes', before: 'before', after: 'after', attack: 'urgent-pods' }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 9 },
  weaknesses: [{ fixture: 'open-priority-class', removes: 'tenants may use every priority class' }],
  cure: {
    usualCause:
      'A PriorityClass can be used from every namespace, those that Kubernetes brings along included.',
    fix: 'Give each tenant a ResourceQuota `pods: 0` with `scopeSelector: PriorityClass Exists`, or list the classes that it may use.',
  },
};
