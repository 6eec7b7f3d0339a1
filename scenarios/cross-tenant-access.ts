import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { idlePod } from '../src/model/idle-pod.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { KubeManifest, ObjectsStep } from '../src/model/step.ts';

const rbac = 'rbac.authorization.k8s.io';

/** Something that the victim keeps for itself. */
const kept = (namespace: string): KubeManifest[] =>
  ['Secret', 'ConfigMap'].map((kind) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'kept', namespace },
  }));

const all = (namespace: string): KubeManifest[] =>
  ['Pod', 'Secret', 'ConfigMap'].map((kind) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'all', namespace },
  }));

const calls = (
  id: string,
  as: ObjectsStep['as'],
  verb: ObjectsStep['verb'],
  objects: readonly KubeManifest[],
): ObjectsStep => ({ kind: 'objects', id, as, verb, atOnce: 1, objects });

const hostile = (step: ObjectsStep): ObjectsStep => ({ ...step, hostile: true });

/** Rights and classes that would lift the tenant's own bounds. */
const lifts = (namespace: string): KubeManifest[] => [
  {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'more-rights', namespace },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'tenant', namespace }],
  },
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'own-quota', namespace },
    spec: { hard: { pods: '1000' } },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'all-in', namespace },
    spec: { podSelector: {}, ingress: [{}] },
  },
];

export const scenario: Scenario = {
  id: 'cross-tenant-access',
  question:
    "A tenant asks the Kubernetes API for its neighbour's pods, secrets and configuration, and for the platform's API keys. Is anything given?",
  control: "RBAC: the tenant's role in its own namespace, and no more",
  profiles: ['nightly', 'certify'],
  needs: ['quota'],
  attack: {
    kind: 'steps',
    steps: ({ victim, aggressor }) => [
      calls('victim-keeps', 'victim', 'create', kept(victim.namespace)),
      calls('own-keeps', 'aggressor', 'create', kept(aggressor.namespace)),
      calls('reads-own', 'aggressor', 'read', kept(aggressor.namespace)),
      calls('lists-own', 'aggressor', 'list', all(aggressor.namespace)),
      hostile(calls('reads-victim', 'aggressor', 'read', kept(victim.namespace))),
      hostile(calls('lists-victim', 'aggressor', 'list', all(victim.namespace))),
      hostile(calls('lists-platform', 'aggressor', 'list', all('inference-system'))),
      hostile(
        calls('changes-victim', 'aggressor', 'create', [
          { ...idlePod({ name: 'intruder' }), metadata: { name: 'intruder', namespace: victim.namespace } },
        ]),
      ),
      hostile(calls('lifts-limits', 'aggressor', 'create', lifts(aggressor.namespace))),
    ],
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'foreign-reads-refused',
        objective: "Nothing of a neighbour's or the platform's is shown to a tenant",
        steps: ['reads-victim', 'lists-victim', 'lists-platform'],
        statuses: [403],
        naming: 'is forbidden: User',
      }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'foreign-changes-refused',
        objective: 'A tenant changes nothing of a neighbour, and none of its own limits',
        steps: ['changes-victim', 'lifts-limits'],
        statuses: [403],
        naming: 'is forbidden: User',
      }),
      provesControl: false,
    },
    {
      check: answersAsExpected({
        id: 'own-objects-shown',
        objective: 'What is its own is shown to a tenant',
        steps: ['reads-own', 'lists-own'],
        statuses: [200],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 2 },
  weaknesses: [
    {
      fixture: 'open-rbac',
      removes:
        "the service accounts of one tenant may read in its neighbour's namespace and in the platform's",
    },
  ],
  cure: {
    usualCause:
      'A binding was made for convenience, often to a group of service accounts, often for the whole cluster.',
    fix: 'Bind roles of tenants by a RoleBinding in their own namespace; look for others with `kubectl get rolebindings,clusterrolebindings -A -o wide`.',
  },
};
