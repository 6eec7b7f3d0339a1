import { CoreV1Api, type V1Pod } from '@kubernetes/client-node';
import type { StartedCluster } from '../../../src/cluster/embedded/start-embedded-cluster.ts';
import type { EmbeddedPrograms } from '../../../src/cluster/embedded/node-layout.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { kubectlWith, type Kubectl } from '../../../src/stack/manifests/kubectl.ts';
import type { Manifest } from '../../../src/stack/manifests/manifest.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import { startTestCluster, testCache } from '../../helpers/embedded-cluster.ts';

/** A real cluster with the manifests of `base` applied, without its workloads: their images are not there. */
export interface PlatformOnCluster extends AsyncDisposable {
  cluster: StartedCluster;
  core: CoreV1Api;
  kubectl: Kubectl;
  kubectlPath: string;
  base: Manifest[];
  signal: AbortSignal;
  /** Renders a weakness. */
  weakness(name: string): Promise<Manifest[]>;
  /** The pod as it would be stored. */
  tryPod(namespace: string, body: V1Pod): Promise<V1Pod>;
}

/** @param standIns used instead of programs of the cluster */
export async function startPlatformOnCluster(
  standIns: Partial<EmbeddedPrograms> = {},
): Promise<PlatformOnCluster> {
  const signal = AbortSignal.timeout(180_000);
  const cache = await testCache();
  const cluster = await startTestCluster(cache, { programs: standIns });
  const programs = await findPrograms(['kubectl'], { env: process.env, signal, progress: silentProgress });
  const kubectl = kubectlWith(programs.kubectl, cluster);
  const core = cluster.kube.makeApiClient(CoreV1Api);
  const base = await kubectl.render('k8s-fixtures/base', signal);
  await kubectl.apply(
    base.filter(({ kind }) => kind !== 'Deployment'),
    signal,
  );
  for (const namespace of ['tenant-a', 'tenant-b', 'tenant-c']) await tenantReady(core, namespace, signal);
  return {
    cluster,
    core,
    kubectl,
    kubectlPath: programs.kubectl,
    base,
    signal,
    weakness: (name) => kubectl.render(`k8s-fixtures/weaknesses/${name}`, signal),
    tryPod: (namespace, body) => core.createNamespacedPod({ namespace, body, dryRun: 'All' }),
    [Symbol.asyncDispose]: async () => {
      await cluster[Symbol.asyncDispose]();
      await cache[Symbol.asyncDispose]();
    },
  };
}

async function tenantReady(core: CoreV1Api, namespace: string, signal: AbortSignal): Promise<void> {
  await waitUntil(
    async () => {
      const quota = await core.readNamespacedResourceQuota({ namespace, name: 'tenant-quota' });
      await core.readNamespacedServiceAccount({ namespace, name: 'default' });
      return quota.status?.used?.['pods'] === undefined ? { seen: 'no use counted' } : { ready: true };
    },
    { what: `the quota of ${namespace}`, timeoutMs: 30_000, signal },
  );
}

/** A pod with one container for each of `resources`. */
export function podOf(...resources: object[]): V1Pod {
  return {
    metadata: { generateName: 'try-' },
    spec: {
      containers: resources.map((each, index) => ({
        name: `c${index}`,
        image: 'docker.io/tenantproof/pause:1',
        resources: each,
      })),
    },
  };
}

/** A pod that uses a priority class. */
export const podOfPriority = (priorityClassName: string): V1Pod => ({
  metadata: { generateName: 'try-' },
  spec: { priorityClassName, containers: [{ name: 'c', image: 'docker.io/tenantproof/pause:1' }] },
});
