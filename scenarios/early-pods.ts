import { noneBeforeQuota } from '../src/judge/checks/none-before-quota.ts';
import { idlePod } from '../src/model/idle-pod.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { KubeManifest, ObjectsStep } from '../src/model/step.ts';

/** A second namespace of the aggressor's, which is just being set up. */
const namespace = 'tenant-newcomer';

const quotaName = 'tenant-quota';

/** Pods that its quota promises. */
const promised = 2;

const rbac = 'rbac.authorization.k8s.io';

const opened = (aggressor: string): KubeManifest[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { tenant: namespace } } },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'Role',
    metadata: { name: 'tenant', namespace },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'tenant', namespace },
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'tenant' },
    subjects: [{ kind: 'ServiceAccount', name: 'tenant', namespace: aggressor }],
  },
];

const quota: KubeManifest = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: quotaName, namespace },
  spec: { hard: { pods: String(promised) } },
};

const createsPods = (id: string, count: number, atOnce: number): ObjectsStep => ({
  kind: 'objects',
  id,
  hostile: true,
  as: 'aggressor',
  verb: 'create',
  atOnce,
  objects: Array.from({ length: count }, (_, index) => {
    const pod = idlePod({
      name: `${id}-${index}`,
      spec: { nodeSelector: { 'tenantproof/nowhere': 'true' } },
    });
    return { ...pod, metadata: { ...pod.metadata, namespace } };
  }),
});

export const scenario: Scenario = {
  id: 'early-pods',
  question:
    'A new namespace of a tenant is being set up, and the tenant creates pods from the first moment. Does one get in before the quota counts?',
  control: 'admission policy: no pod before the quota of its namespace is in force',
  profiles: ['nightly', 'certify'],
  needs: ['quota'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor }) => [
      {
        kind: 'objects',
        id: 'open-namespace',
        as: 'platform',
        verb: 'create',
        atOnce: 1,
        objects: opened(aggressor.namespace),
      },
      {
        kind: 'look',
        id: 'service-account',
        of: { apiVersion: 'v1', kind: 'ServiceAccount', namespace },
        note: {},
        until: { count: 1, withinSeconds: 15 },
      },
      createsPods('early', 5, 5),
      {
        kind: 'together',
        id: 'quota-comes',
        steps: [
          createsPods('meanwhile', 40, 2),
          {
            kind: 'objects',
            id: 'create-quota',
            startAfterMs: 20,
            as: 'platform',
            verb: 'create',
            atOnce: 1,
            objects: [quota],
          },
        ],
      },
      {
        kind: 'look',
        id: 'quota-in-force',
        of: { apiVersion: 'v1', kind: 'ResourceQuota', namespace },
        note: { hard: ['status', 'hard', 'pods'] },
        until: { count: 1, note: 'hard', oneOf: [String(promised)], withinSeconds: 15 },
      },
      createsPods('late', 5, 5),
    ],
  },
  checks: [
    {
      check: noneBeforeQuota({
        early: 'early',
        meanwhile: 'meanwhile',
        late: 'late',
        quota: 'quota-in-force',
        quotaName,
        pods: promised,
        policy: 'quota-in-force',
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 6 },
  weaknesses: [{ fixture: 'no-quota-gate', removes: 'pods get in before the quota is in force' }],
  cure: {
    usualCause:
      'A quota counts nothing until its controller has taken it up, and is not retroactive; namespace, rights and quota are applied in one go.',
    fix: 'Let no pod in before `status.hard` of the quota equals `spec.hard`: the policy of `k8s-fixtures/base/quota-gate` does so.',
  },
};
