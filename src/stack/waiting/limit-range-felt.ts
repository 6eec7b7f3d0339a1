import { CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { isDeepStrictEqual } from 'node:util';
import { waitUntil } from '../../system/wait-until.ts';
import type { Manifest } from '../manifests/manifest.ts';

const gpu = 'nvidia.com/gpu';

/** More than any limit, so that a maximum shows in the refusal. */
const absurdGpus = '1000000';

type Amounts = Record<string, string>;

interface ContainerLimits {
  type: string;
  default?: Amounts;
  defaultRequest?: Amounts;
  max?: Amounts;
}

/**
 * Admission sees a changed LimitRange a moment later: waits until a container that states no resources would get the ones now
 * in force, and one that asks for too many GPUs would be refused as it says.
 * @param manifest as the server stored it: with the defaults that follow from its maxima
 */
export async function limitRangeFelt(
  kube: KubeConfig,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const namespace = manifest.metadata.namespace ?? '';
  const { limits } = (manifest as Manifest & { spec: { limits: ContainerLimits[] } }).spec;
  const stated = limits.find(({ type }) => type === 'Container');
  const expected = {
    limits: { ...stated?.default },
    requests: { ...stated?.defaultRequest },
    maxGpus: stated?.max?.[gpu],
  };
  await waitUntil(
    async () => {
      const seen = { ...(await defaultsIn(core, namespace)), maxGpus: await maxGpusIn(core, namespace) };
      return isDeepStrictEqual(seen, expected) ? { ready: true } : { seen: JSON.stringify(seen) };
    },
    { what: `the LimitRange of ${namespace} to be in force`, timeoutMs: 15_000, signal },
  );
}

async function defaultsIn(
  core: CoreV1Api,
  namespace: string,
): Promise<{ limits: Amounts; requests: Amounts }> {
  const pod = await core.createNamespacedPod({ namespace, dryRun: 'All', body: probePod() });
  const { limits, requests } = pod.spec?.containers[0]?.resources ?? {};
  return { limits: { ...limits }, requests: { ...requests } };
}

/** Undefined if there is no maximum; the quota may refuse such a pod then, or nobody. */
async function maxGpusIn(core: CoreV1Api, namespace: string): Promise<string | undefined> {
  const body = probePod({ [gpu]: absurdGpus });
  const refusal = await core.createNamespacedPod({ namespace, dryRun: 'All', body }).then(
    () => '',
    (error: Error) => error.message,
  );
  return /maximum nvidia\.com\/gpu usage per Container is (\d+)/.exec(refusal)?.[1];
}

const probePod = (limits?: Amounts): V1Pod => ({
  metadata: { name: 'limit-range-probe' },
  spec: {
    containers: [
      {
        name: 'probe',
        image: 'docker.io/tenantproof/pause:1',
        ...(limits ? { resources: { limits } } : {}),
      },
    ],
  },
});
