import { readdirSync } from 'node:fs';
import { AuthorizationV1Api, KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/stack/manifests/manifest.ts';
import { mustRun } from '../../../src/system/run-program.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { podOf, podOfPriority, type PlatformOnCluster } from './platform-on-cluster.ts';

const folders = ['base', ...readdirSync('k8s-fixtures/weaknesses').map((name) => `weaknesses/${name}`)];

export function describeManifests(platform: () => PlatformOnCluster): void {
  describe('manifests', () => {
    it.each(folders)('of %s are accepted by the API server, field by field', async (folder) => {
      const flags = ['--server-side', '--dry-run=server', '--validate=strict', '--field-manager=tenantproof'];
      const args = [
        '--kubeconfig',
        platform().cluster.kubeconfigPath,
        'apply',
        ...flags,
        '-k',
        `k8s-fixtures/${folder}`,
      ];
      const output = await mustRun(platform().kubectlPath, [...args, '--force-conflicts'], {
        signal: platform().signal,
      });
      const rendered = await platform().kubectl.render(`k8s-fixtures/${folder}`, platform().signal);
      expect(output.trim().split('\n')).toHaveLength(rendered.length);
    });

    it("let the platform's pods in, held to the restricted pod security standard", async () => {
      const deployments = platform().base.filter(({ kind }) => kind === 'Deployment') as (Manifest & {
        spec: { template: Pick<V1Pod, 'metadata' | 'spec'> };
      })[];
      const ours = deployments.filter(({ metadata }) => metadata.namespace === 'inference-system');
      expect(ours.map(({ metadata }) => metadata.name)).toEqual(['engine', 'gateway', 'prometheus']);
      for (const { metadata, spec } of ours) {
        const body = { ...spec.template, metadata: { generateName: 'try-' } } as V1Pod;
        await waitUntil(async () => ({ ready: await platform().tryPod('inference-system', body) }), {
          what: `a pod of ${metadata.name} to be admitted`,
          timeoutMs: 10_000,
          signal: platform().signal,
        });
      }
    });

    it("hold a tenant's container that asks for nothing to the default, without a GPU", async () => {
      const [container] = (await platform().tryPod('tenant-b', podOf({}))).spec?.containers ?? [];
      expect(container?.resources).toEqual({
        limits: { cpu: '500m', memory: '128Mi', 'ephemeral-storage': '64Mi', 'nvidia.com/gpu': '0' },
        requests: { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '16Mi', 'nvidia.com/gpu': '0' },
      });
    });

    it('refuse more GPUs in a container than the LimitRange has, and in a namespace than the quota has', async () => {
      const three = { limits: { 'nvidia.com/gpu': '3' } };
      await expect(platform().tryPod('tenant-b', podOf(three))).rejects.toThrow(
        /maximum nvidia.com\/gpu usage per Container is 2/,
      );
      const two = { limits: { 'nvidia.com/gpu': '2' } };
      await expect(platform().tryPod('tenant-b', podOf(two, two, two))).rejects.toThrow(
        /exceeded quota: tenant-quota, requested: requests.nvidia.com\/gpu=6, used: requests.nvidia.com\/gpu=0, limited: requests.nvidia.com\/gpu=4/,
      );
    });

    it('let a tenant use no priority class, whoever made it', async () => {
      for (const priorityClassName of ['platform-critical', 'system-node-critical']) {
        const pod = podOfPriority(priorityClassName);
        await expect(platform().tryPod('tenant-b', pod)).rejects.toThrow(/exceeded quota: tenant-priority/);
      }
    });

    it('let a tenant work in its own namespace, and no more', async () => {
      const tenant = await asTenant(platform(), 'tenant-b');
      const may = async (verb: string, resource: string, namespace = 'tenant-b'): Promise<boolean> => {
        const [group = '', path = ''] = resource.includes(':') ? resource.split(':') : ['', resource];
        const [name = '', subresource] = path.split('/');
        const spec = {
          resourceAttributes: {
            verb,
            group,
            resource: name,
            namespace,
            ...(subresource ? { subresource } : {}),
          },
        };
        const review = await tenant.createSelfSubjectAccessReview({ body: { spec } });
        return review.status?.allowed ?? false;
      };
      const own = ['pods', 'configmaps', 'secrets', 'services', 'apps:deployments', 'batch:jobs'];
      for (const verb of ['create', 'get', 'list', 'watch', 'delete'])
        for (const resource of own) expect(await may(verb, resource), `${verb} ${resource}`).toBe(true);
      expect(await may('get', 'pods/log')).toBe(true);
      const forbidden = [
        'pods/exec',
        'resourcequotas',
        'limitranges',
        'serviceaccounts/token',
        'rbac.authorization.k8s.io:roles',
        'rbac.authorization.k8s.io:rolebindings',
        'networking.k8s.io:networkpolicies',
        'scheduling.k8s.io:priorityclasses',
      ].flatMap((resource) => ['get', 'create', 'delete'].map((verb) => ({ verb, resource })));
      for (const { verb, resource } of forbidden)
        expect(await may(verb, resource), `${verb} ${resource}`).toBe(false);
      for (const other of ['tenant-a', 'inference-system', 'default']) {
        expect(await may('create', 'pods', other)).toBe(false);
        expect(await may('get', 'secrets', other)).toBe(false);
        expect(await may('get', 'pods/log', other)).toBe(false);
      }
    });
  });
}

async function asTenant(of: PlatformOnCluster, namespace: string): Promise<AuthorizationV1Api> {
  const body = { spec: { audiences: [], expirationSeconds: 600 } };
  const { status } = await of.core.createNamespacedServiceAccountToken({ namespace, name: 'tenant', body });
  const server = of.cluster.kube.getCurrentCluster();
  if (!server) throw new Error('the cluster has a server');
  const kube = new KubeConfig();
  kube.loadFromClusterAndUser(server, { name: namespace, token: status?.token ?? '' });
  return kube.makeApiClient(AuthorizationV1Api);
}
