import {
  AuthorizationV1Api,
  type KubeConfig,
  type RbacV1Subject,
  type V1PolicyRule,
  type V1ResourceAttributes,
  type V1SubjectAccessReviewSpec,
} from '@kubernetes/client-node';
import { eachAtOnce } from '../../system/each-at-once.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { mostWaits } from './most-waits.ts';
import { identityOf, type Manifest } from '../manifests/manifest.ts';

type Binding = Manifest & { roleRef: { kind: string; name: string }; subjects: RbacV1Subject[] };
type Role = Manifest & { rules: V1PolicyRule[] };

/**
 * RBAC acts a moment after it is stored: waits until the first thing that each binding's role allows is allowed to its
 * subjects, or is no longer. Bindings whose role is not among the manifests are left out.
 */
export async function accessFelt(
  kube: KubeConfig,
  { manifests, allowed }: { manifests: readonly Manifest[]; allowed: boolean },
  signal: AbortSignal,
): Promise<void> {
  const authorization = kube.makeApiClient(AuthorizationV1Api);
  const wait = (binding: Binding, spec: V1SubjectAccessReviewSpec): Promise<true> =>
    waitUntil<true>(
      async () => {
        const { status } = await authorization.createSubjectAccessReview({ body: { spec } });
        return status?.allowed === allowed ? { ready: true } : { seen: `allowed: ${status?.allowed}` };
      },
      { what: `${identityOf(binding)} to be ${allowed ? 'in force' : 'gone'}`, timeoutMs: 15_000, signal },
    );
  await eachAtOnce(manifests.filter(isBinding), mostWaits, async (binding) => {
    const role = manifests.find((manifest): manifest is Role => isRoleOf(binding, manifest));
    const asked = role?.rules[0] && attributesOf(role.rules[0], binding.metadata.namespace);
    if (!asked) return;
    await Promise.all(
      binding.subjects.map((subject) => wait(binding, { ...whoIs(subject), resourceAttributes: asked })),
    );
  });
}

const isBinding = (manifest: Manifest): manifest is Binding =>
  manifest.kind === 'RoleBinding' || manifest.kind === 'ClusterRoleBinding';

const isRoleOf = ({ roleRef, metadata }: Binding, manifest: Manifest): boolean =>
  manifest.kind === roleRef.kind &&
  manifest.metadata.name === roleRef.name &&
  (manifest.kind === 'ClusterRole' || manifest.metadata.namespace === metadata.namespace);

/** No namespace asks about all of them. */
function attributesOf(rule: V1PolicyRule, namespace: string | undefined): V1ResourceAttributes {
  const [resource = '', subresource] = rule.resources?.[0]?.split('/') ?? [];
  const name = rule.resourceNames?.[0];
  return {
    verb: rule.verbs[0] ?? '',
    group: rule.apiGroups?.[0] ?? '',
    resource,
    ...(subresource === undefined ? {} : { subresource }),
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** A service account as the API server sees it: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens. */
const whoIs = ({ kind, name, namespace }: RbacV1Subject): { user: string } | { groups: string[] } =>
  kind === 'Group'
    ? { groups: [name] }
    : { user: kind === 'ServiceAccount' ? `system:serviceaccount:${namespace}:${name}` : name };
