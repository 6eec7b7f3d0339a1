import { VersionApi, type KubeConfig } from '@kubernetes/client-node';
import type { ContainerEngine } from '../../model/container-engine.ts';
import { mustRun } from '../../system/run-program.ts';
import type { Cluster } from '../cluster.ts';
import { hasImages } from '../image-archive.ts';
import { readyEndpoint } from '../ready-endpoint.ts';
import { kindEnv } from './container-engine.ts';
import { kindCapabilities, type KindGpus } from './kind-gpus.ts';
import type { KindLayout } from './kind-layout.ts';
import { reachThroughPort } from './reach-through-port.ts';
import { reachable } from '../reachable.ts';

export interface RunningKindNode {
  layout: KindLayout;
  engine: ContainerEngine;
  /** The kind program. */
  kind: string;
  kube: KubeConfig;
  gpus: KindGpus;
  lost: AbortSignal;
  dispose(): Promise<void>;
}

/** The cluster's contract on top of a kind node that runs. */
export async function kindCluster(running: RunningKindNode): Promise<Cluster> {
  const { layout, engine, kube } = running;
  const { gitVersion } = await reachable(kube, kube.makeApiClient(VersionApi).getCode());
  return {
    kind: 'kind',
    kubernetesVersion: gitVersion,
    ...kindCapabilities(running.gpus),
    kubeconfigPath: layout.kubeconfigPath,
    kube,
    lost: running.lost,
    loadImage: (archivePath, signal) => loadImage(archivePath, running, signal),
    reach: reachThroughPort({ engine, node: layout.node, kube }),
    reachFromPods: (service, signal) => readyEndpoint(kube, service, signal),
    policiesInForce: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => running.dispose(),
  };
}

async function loadImage(
  archivePath: string,
  { engine, kind, layout }: RunningKindNode,
  signal: AbortSignal,
): Promise<void> {
  const list = ['exec', layout.node, 'ctr', '--namespace', 'k8s.io', 'images', 'list'];
  if (await hasImages(await mustRun(engine, list, { signal }), archivePath)) return;
  const load = ['load', 'image-archive', archivePath, '--name', layout.cluster];
  await mustRun(kind, load, { signal, env: kindEnv(engine) });
}
