import {
  AuthorizationV1Api,
  CoreV1Api,
  type KubeConfig,
  type V1ResourceAttributes,
} from '@kubernetes/client-node';
import { EnvironmentError } from '../../model/errors.ts';
import { eachAtOnce } from '../../system/each-at-once.ts';
import { gpu } from '../node-ready.ts';
import { accessManifest, describePermission, neededPermissions } from './permissions.ts';

const mostQuestions = 8;

/**
 * Asks the API server whether we may do all that a run does (SelfSubjectAccessReview).
 * @throws EnvironmentError `missing-permissions` that lists each, `cluster-unreachable`
 */
export async function requirePermissions(kube: KubeConfig): Promise<void> {
  const missing = await missingPermissions(kube, await neededPermissions());
  if (missing.length === 0) return;
  throw new EnvironmentError(
    `Not allowed on ${kube.getCurrentCluster()?.server}: ${missing.map(describePermission).toSorted().join(', ')}`,
    {
      code: 'missing-permissions',
      hint: `An administrator grants them with: kubectl apply -f ${accessManifest}`,
    },
  );
}

/** Those of these that we do not have. */
export async function missingPermissions(
  kube: KubeConfig,
  needed: readonly V1ResourceAttributes[],
): Promise<V1ResourceAttributes[]> {
  const authorization = kube.makeApiClient(AuthorizationV1Api);
  const missing: V1ResourceAttributes[] = [];
  await eachAtOnce(needed, mostQuestions, async (resourceAttributes) => {
    const review = { body: { spec: { resourceAttributes } } };
    const { status } = await authorization.createSelfSubjectAccessReview(review);
    if (status?.allowed !== true) missing.push(resourceAttributes);
  });
  return missing;
}

/** How many GPUs the cluster's nodes offer. */
export async function gpusOf(kube: KubeConfig): Promise<number> {
  const { items } = await kube.makeApiClient(CoreV1Api).listNode();
  return items.reduce((sum, { status }) => sum + Number(status?.allocatable?.[gpu] ?? 0), 0);
}
