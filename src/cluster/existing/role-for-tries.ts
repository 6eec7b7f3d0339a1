import { AuthenticationV1Api, type KubeConfig } from '@kubernetes/client-node';
import { stringify } from 'yaml';
import { triedPodNames } from '../../model/tried-pod.ts';

const name = 'tenantproof-tries';

/**
 * Manifests that let us try pods in these namespaces, read what their quotas count, and take away a tried pod that was made
 * all the same, and no more.
 */
export async function roleForTries(kube: KubeConfig, namespaces: readonly string[]): Promise<string> {
  const user = await userOf(kube);
  return namespaces
    .flatMap((namespace) => manifestsFor(namespace, user))
    .map((manifest) => stringify(manifest))
    .join('---\n');
}

/** As the API server knows us. */
async function userOf(kube: KubeConfig): Promise<string> {
  const authentication = kube.makeApiClient(AuthenticationV1Api);
  const review = await authentication.createSelfSubjectReview({ body: {} }).catch(() => undefined);
  return review?.status?.userInfo?.username ?? 'THE-USER-OF-THE-KUBECONFIG';
}

const manifestsFor = (namespace: string, user: string): object[] => [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace },
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['create'] },
      { apiGroups: [''], resources: ['pods'], resourceNames: triedPodNames, verbs: ['get', 'delete'] },
      { apiGroups: [''], resources: ['resourcequotas'], verbs: ['list'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  },
];
