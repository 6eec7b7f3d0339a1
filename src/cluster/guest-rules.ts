import { runLabel } from '../journal/undo/remove-kubernetes-run.ts';
import type { Danger } from '../model/capability.ts';

/** How we behave on a cluster that others use too: everything that is made carries marks, so that it is known for ours. */
export interface GuestRules {
  /** The run; also the value of its label. */
  runId: string;
  /** When what was made may be removed by anyone who finds it. */
  expiresAt: Date;
  /** What the cluster may be put to. */
  allow: readonly Danger[];
  /** As the API server knows us: `User` of the binding that lets us into a namespace that we made. */
  user: string;
}

/** Says who made it: https://kubernetes.io/docs/reference/labels-annotations-taints/#app-kubernetes-io-managed-by. */
export const managedBy = { label: 'app.kubernetes.io/managed-by', value: 'tenantproof' } as const;
export const expiryAnnotation = 'tenantproof.dev/expires-at';

/** Role that is bound in each namespace that a run makes: `k8s-fixtures/access/harness.yaml`. */
export const namespaceRole = 'tenantproof-namespace';

/** What the metadata of everything has that we make. */
export const guestMarks = ({
  runId,
  expiresAt,
}: GuestRules): Record<'labels' | 'annotations', Record<string, string>> => ({
  labels: { [managedBy.label]: managedBy.value, [runLabel]: runId },
  annotations: { [expiryAnnotation]: expiresAt.toISOString() },
});
