import { guestMarks, namespaceRole, type GuestRules } from '../../cluster/guest-rules.ts';
import { runLabel } from '../../journal/undo/remove-kubernetes-run.ts';
import type { Manifest } from './manifest.ts';

interface Selecting extends Manifest {
  spec: { matchConstraints: { namespaceSelector?: { matchExpressions?: object[] } } };
}

const rbac = 'rbac.authorization.k8s.io';

/** Name of the binding that lets us into a namespace that we made. */
export const accessName = 'tenantproof-harness';

/**
 * The same manifests for a cluster that others use too: all carry the run's label and an expiry, what acts on the whole
 * cluster acts on our namespaces only, and each namespace lets us in.
 */
export function guestManifests(manifests: readonly Manifest[], guest: GuestRules): Manifest[] {
  return manifests.flatMap((manifest) => {
    const marked = restricted(withMarks(manifest, guest), guest);
    return manifest.kind === 'Namespace' ? [marked, accessTo(manifest.metadata.name, guest)] : [marked];
  });
}

function withMarks<M extends Manifest>(manifest: M, guest: GuestRules): M {
  const marks = guestMarks(guest);
  const labels = { ...manifest.metadata.labels, ...marks.labels };
  const annotations = { ...manifest.metadata.annotations, ...marks.annotations };
  return { ...manifest, metadata: Object.assign({}, manifest.metadata, { labels, annotations }) };
}

function restricted(manifest: Manifest, { runId, allow }: GuestRules): Manifest {
  if (manifest.kind === 'PriorityClass' && !allow.includes('preemption'))
    return { ...manifest, preemptionPolicy: 'Never' } as Manifest;
  return manifest.kind === 'ValidatingAdmissionPolicy' ? ours(manifest as Selecting, runId) : manifest;
}

/** A policy that would else act on every namespace that happens to have the same labels. */
function ours(policy: Selecting, runId: string): Selecting {
  const { matchConstraints } = policy.spec;
  const { namespaceSelector } = matchConstraints;
  const matchExpressions = [
    ...(namespaceSelector?.matchExpressions ?? []),
    { key: runLabel, operator: 'In', values: [runId] },
  ];
  return {
    ...policy,
    spec: {
      ...policy.spec,
      matchConstraints: {
        ...matchConstraints,
        namespaceSelector: { ...namespaceSelector, matchExpressions },
      },
    },
  };
}

/** Binds us in a namespace that we made. */
export const accessTo = (namespace: string, guest: GuestRules) => ({
  apiVersion: `${rbac}/v1`,
  kind: 'RoleBinding',
  metadata: { name: accessName, namespace, ...guestMarks(guest) },
  roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: namespaceRole },
  subjects: [{ apiGroup: rbac, kind: 'User', name: guest.user }],
});
