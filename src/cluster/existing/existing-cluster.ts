import { AuthenticationV1Api, VersionApi, type KubeConfig } from '@kubernetes/client-node';
import type { Capability, Danger } from '../../model/capability.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { Cluster } from '../cluster.ts';
import type { GuestRules } from '../guest-rules.ts';
import { reachable } from '../reachable.ts';
import { readyEndpoint } from '../ready-endpoint.ts';
import { gpusOf } from './preflight.ts';
import { reachFromOutside } from './reach-from-outside.ts';

export interface EnteredCluster {
  kubeconfigPath: string;
  kubeContext: string;
  kube: KubeConfig;
  runId: string;
  expiresAt: Date;
  allow: readonly Danger[];
  lost: AbortSignal;
  dispose(): Promise<void>;
}

/**
 * Not `network-policy`: nothing in the API says whether the network enforces policies. Not `gpu-hardware`: its weaknesses are
 * settings of nodes, which are not ours. The engine is the simulated one, whatever GPUs it is given.
 */
const capabilities: readonly Capability[] = ['quota', 'containers', 'memory-limits', 'simulated-gpu'];

const noRealGpus = 'how the GPUs of an existing cluster are shared is a setting of nodes that are not ours';

/** GPUs that the engine of the reference stack asks for. */
const neededGpus = 1;

/** The cluster's contract on top of one that others use too. @throws EnvironmentError `no-gpu-offered`, `cluster-unreachable` */
export async function existingCluster(entered: EnteredCluster): Promise<Cluster & { guest: GuestRules }> {
  const { kube, kubeconfigPath, kubeContext, runId, expiresAt, allow } = entered;
  const { gitVersion } = await reachable(kube, kube.makeApiClient(VersionApi).getCode());
  const authentication = kube.makeApiClient(AuthenticationV1Api);
  const review = await reachable(kube, authentication.createSelfSubjectReview({ body: {} }));
  if ((await reachable(kube, gpusOf(kube))) < neededGpus) {
    throw new EnvironmentError('No node of the cluster offers nvidia.com/gpu', {
      code: 'no-gpu-offered',
      hint: 'Install a device plugin; or patch the capacity of a node, to try the simulated engine.',
    });
  }
  const reach = reachFromOutside(kube);
  return {
    kind: 'existing',
    kubernetesVersion: gitVersion,
    capabilities: new Set([...capabilities, ...allow]),
    lacks: { 'gpu-hardware': noRealGpus },
    kubeconfigPath,
    kubeContext,
    guest: { runId, expiresAt, allow, user: review.status?.userInfo?.username ?? '' },
    kube,
    lost: entered.lost,
    // Its nodes get images as they always do; those that they lack show as pods that do not start.
    loadImage: () => Promise.resolve(),
    reach: (service, signal) => reach.service(service, signal),
    reachFromPods: (service, signal) => readyEndpoint(kube, service, signal),
    policiesInForce: () => Promise.resolve(),
    [Symbol.asyncDispose]: async () => {
      await reach[Symbol.asyncDispose]();
      await entered.dispose();
    },
  };
}
