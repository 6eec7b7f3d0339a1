import { AuthorizationV1Api, type V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { changePlatform } from '../../../src/stack/change-platform.ts';
import { difference } from '../../../src/stack/manifests/difference.ts';
import { identityOf } from '../../../src/stack/manifests/manifest.ts';
import { podOf, podOfPriority, type PlatformOnCluster } from './platform-on-cluster.ts';

const gpus = (count: number): object => ({ limits: { 'nvidia.com/gpu': String(count) } });

/** As the API server answers to a pod of tenant-b: `admitted`, or why not. */
const answerTo = (platform: PlatformOnCluster, pod: V1Pod, namespace = 'tenant-b'): Promise<string> =>
  platform.tryPod(namespace, pod).then(
    () => 'admitted',
    (error: Error) => error.message,
  );

const stored = async (platform: PlatformOnCluster): Promise<string> => {
  const pod = await platform.tryPod('tenant-b', podOf({}));
  return JSON.stringify(pod.spec?.containers[0]?.resources);
};

const hardOf = async ({ core }: PlatformOnCluster): Promise<string> => {
  const quota = await core.readNamespacedResourceQuota({ namespace: 'tenant-b', name: 'tenant-quota' });
  return Object.keys(quota.status?.hard ?? {}).join(' ');
};

async function mayReadSecrets({ cluster }: PlatformOnCluster): Promise<string> {
  const spec = {
    user: 'system:serviceaccount:tenant-b:tenant',
    groups: ['system:serviceaccounts:tenant-b'],
    resourceAttributes: { verb: 'get', resource: 'secrets', namespace: 'tenant-a' },
  };
  const api = cluster.kube.makeApiClient(AuthorizationV1Api);
  const { status } = await api.createSubjectAccessReview({ body: { spec } });
  return `allowed: ${status?.allowed}`;
}

interface Case {
  name: string;
  changes: string[];
  look: (platform: PlatformOnCluster) => Promise<string>;
  sound: RegExp;
  weak: RegExp;
}

const cases: Case[] = [
  {
    name: 'no-gpu-quota',
    changes: ['ResourceQuota tenant-b/tenant-quota'],
    look: (platform) => answerTo(platform, podOf(gpus(2), gpus(2), gpus(2))),
    sound: /exceeded quota: tenant-quota/,
    weak: /^admitted$/,
  },
  {
    name: 'no-pods-quota',
    changes: ['ResourceQuota tenant-b/tenant-quota'],
    look: hardOf,
    sound: /count\/pods.* pods/,
    weak: /^(?!.*(count|pods))/,
  },
  {
    name: 'no-gpu-max',
    changes: ['LimitRange tenant-b/tenant-defaults'],
    look: (platform) => answerTo(platform, podOf(gpus(3))),
    sound: /maximum nvidia.com\/gpu usage per Container is 2/,
    weak: /^admitted$/,
  },
  {
    name: 'gpu-max-without-default',
    changes: ['LimitRange tenant-b/tenant-defaults'],
    look: stored,
    sound: /"nvidia.com\/gpu":"0".*"nvidia.com\/gpu":"0"/,
    weak: /"nvidia.com\/gpu":"2".*"nvidia.com\/gpu":"2"/,
  },
  {
    name: 'open-priority-class',
    changes: ['ResourceQuota tenant-b/tenant-priority'],
    look: (platform) => answerTo(platform, podOfPriority('platform-critical')),
    sound: /exceeded quota: tenant-priority/,
    weak: /^admitted$/,
  },
  {
    name: 'no-quota-gate',
    changes: ['ValidatingAdmissionPolicyBinding quota-in-force'],
    look: (platform) => answerTo(platform, podOf({}), 'quota-gate-probe'),
    sound: /ValidatingAdmissionPolicy 'quota-in-force'/,
    weak: /^admitted$/,
  },
  {
    name: 'no-cpu-limit',
    changes: ['LimitRange tenant-b/tenant-defaults', 'ResourceQuota tenant-b/tenant-quota'],
    look: stored,
    sound: /"limits":\{"cpu":"500m"/,
    weak: /"limits":(?!\{[^}]*"cpu")/,
  },
  {
    name: 'no-ephemeral-limit',
    changes: ['LimitRange tenant-b/tenant-defaults', 'ResourceQuota tenant-b/tenant-quota'],
    look: stored,
    sound: /"ephemeral-storage":"64Mi"/,
    weak: /^(?!.*ephemeral)/,
  },
  {
    name: 'open-rbac',
    changes: [
      'Role inference-system/reads-all',
      'Role tenant-a/reads-all',
      'RoleBinding inference-system/reads-all',
      'RoleBinding tenant-a/reads-all',
    ],
    look: mayReadSecrets,
    sound: /allowed: false/,
    weak: /allowed: true/,
  },
];

export function describeClusterWeaknesses(platform: () => PlatformOnCluster): void {
  describe('weaknesses of the cluster', () => {
    const change = (from: PlatformOnCluster['base'], to: PlatformOnCluster['base']): Promise<void> => {
      const { kubectl, cluster, signal } = platform();
      const gateway = (): Promise<URL> => Promise.reject(new Error('there is no gateway here'));
      return changePlatform(
        { kubectl, kube: cluster.kube, gateway, policiesInForce: (asked) => cluster.policiesInForce(asked) },
        difference(from, to),
        signal,
      );
    };

    it.each(cases)('$name is in force once it is applied, and gone once it is undone', async (wanted) => {
      const { base } = platform();
      const weak = await platform().weakness(wanted.name);
      const { apply, remove } = difference(base, weak);
      expect(apply.map(identityOf).toSorted()).toEqual(wanted.changes);
      expect(remove).toEqual([]);
      expect(await wanted.look(platform())).toMatch(wanted.sound);
      await change(base, weak);
      expect(await wanted.look(platform())).toMatch(wanted.weak);
      await change(weak, base);
      expect(await wanted.look(platform())).toMatch(wanted.sound);
    });

    it('no-network-policy removes every network policy, and nothing else', async () => {
      const weak = await platform().weakness('no-network-policy');
      const { apply, remove } = difference(platform().base, weak);
      expect(apply).toEqual([]);
      expect(remove.map(identityOf).toSorted()).toEqual([
        'NetworkPolicy inference-system/engine',
        'NetworkPolicy tenant-a/own-namespace-only',
        'NetworkPolicy tenant-b/own-namespace-only',
        'NetworkPolicy tenant-c/own-namespace-only',
        'NetworkPolicy tenant-d/own-namespace-only',
      ]);
    });
  });
}
