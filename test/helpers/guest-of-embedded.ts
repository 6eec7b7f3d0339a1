import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import type { StartedCluster } from '../../src/cluster/embedded/start-embedded-cluster.ts';
import { silentProgress } from '../../src/model/progress.ts';
import { loadGeneratorImage } from '../../src/stack/images/load-generator-image.ts';
import { pauseArchive } from '../../src/stack/images/pause-archive.ts';
import { prometheusImage } from '../../src/stack/images/prometheus-image.ts';
import { referenceStackImage } from '../../src/stack/images/reference-stack-image.ts';
import { mustRun } from '../../src/system/run-program.ts';
import { findPrograms } from '../../src/toolchain/toolchain.ts';
import { startTestCluster, testCache } from './embedded-cluster.ts';

/** A cluster that somebody else runs, and the kubeconfig that its administrator gave us. */
export interface Host extends AsyncDisposable {
  cluster: StartedCluster;
  core: CoreV1Api;
  /** Of a service account that may do what `k8s-fixtures/access/harness.yaml` lists, and no more. */
  kubeconfig: string;
  /** `kubectl` as the administrator; returns what it prints. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
}

const withinMs = 600_000;

/** An embedded cluster in the role of a cluster that others use: it has the images, and lets a guest in. */
export async function startHost(): Promise<Host> {
  const signal = AbortSignal.timeout(withinMs);
  const cache = await testCache();
  const cluster = await startTestCluster(cache);
  const programs = await findPrograms(['kubectl', 'prometheus', 'k6'], {
    env: process.env,
    signal,
    progress: silentProgress,
  });
  const archives = [
    pauseArchive(),
    referenceStackImage(signal),
    prometheusImage(programs.prometheus, signal),
    loadGeneratorImage(programs.k6, signal),
  ];
  for (const archive of archives) await cluster.loadImage(await archive, signal);
  const core = cluster.kube.makeApiClient(CoreV1Api);
  const kubectl = (args: readonly string[], input?: string): Promise<string> =>
    mustRun(programs.kubectl, ['--kubeconfig', cluster.kubeconfigPath, ...args], {
      signal: AbortSignal.timeout(withinMs),
      ...(input === undefined ? {} : { input }),
    });
  await kubectl(['apply', '-f', 'k8s-fixtures/access/harness.yaml']);
  return {
    cluster,
    core,
    kubectl,
    kubeconfig: await kubeconfigFor(cluster, core, join(cache.folder, 'harness.kubeconfig')),
    [Symbol.asyncDispose]: async () => {
      await cluster[Symbol.asyncDispose]();
      await cache[Symbol.asyncDispose]();
    },
  };
}

async function kubeconfigFor({ kube }: StartedCluster, core: CoreV1Api, file: string): Promise<string> {
  const { status } = await core.createNamespacedServiceAccountToken({
    namespace: 'tenantproof',
    name: 'harness',
    body: { spec: { audiences: [], expirationSeconds: 7200 } },
  });
  const server = kube.getCurrentCluster();
  if (!server) throw new Error('the kubeconfig has no cluster');
  const guest = new KubeConfig();
  guest.loadFromClusterAndUser(server, { name: 'harness', token: status?.token ?? '' });
  await writeFile(file, guest.exportConfig(), { mode: 0o600 });
  return file;
}
