import type { KubernetesObject } from '@kubernetes/client-node';

/** A Kubernetes object as a manifest states it. */
export type Manifest = KubernetesObject & {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; resourceVersion?: string };
};

/** Tells objects apart, e.g. `ResourceQuota tenant-b/quota`. */
export const identityOf = ({ kind, metadata }: Manifest): string =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
