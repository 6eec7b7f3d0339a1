import { parseAllDocuments } from 'yaml';
import type { Cluster } from '../../cluster/cluster.ts';
import { mustRun } from '../../system/run-program.ts';
import type { Manifest } from './manifest.ts';

/** kubectl as the administrator: kustomize, server-side apply and delete, exactly as a user would do them by hand. */
export interface Kubectl {
  /** Renders a kustomization as `kubectl apply -k` would. */
  render(folder: string, signal: AbortSignal): Promise<Manifest[]>;
  /**
   * Applies on the server's side; what a former apply of ours stated and this one does not is removed. Returns the objects as stored.
   * Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/.
   */
  apply(manifests: readonly Manifest[], signal: AbortSignal): Promise<Manifest[]>;
  /** Those of the objects that are stored, as they are stored. */
  find(manifests: readonly Manifest[], signal: AbortSignal): Promise<Manifest[]>;
  /** Deletes the objects; those that are gone already are fine. */
  remove(manifests: readonly Manifest[], signal: AbortSignal): Promise<void>;
}

/** Every call throws EnvironmentError `program-failed` with kubectl's own message, which names the object. */
export function kubectlWith(
  kubectl: string,
  { kubeconfigPath, kubeContext }: Pick<Cluster, 'kubeconfigPath' | 'kubeContext'>,
): Kubectl {
  const asAdmin = [
    '--kubeconfig',
    kubeconfigPath,
    ...(kubeContext === undefined ? [] : ['--context', kubeContext]),
  ];
  const applyFlags = [
    '--server-side',
    '--field-manager=tenantproof',
    '--force-conflicts',
    '-o',
    'json',
    '-f',
    '-',
  ];
  return {
    async render(folder, signal) {
      const text = await mustRun(kubectl, ['kustomize', folder], { signal });
      return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    },
    async apply(manifests, signal) {
      if (manifests.length === 0) return [];
      const input = asList(manifests);
      return itemsOf(await mustRun(kubectl, [...asAdmin, 'apply', ...applyFlags], { signal, input }));
    },
    async find(manifests, signal) {
      if (manifests.length === 0) return [];
      const input = asList(manifests);
      const flags = ['--ignore-not-found', '-o', 'json', '-f', '-'];
      return itemsOf(await mustRun(kubectl, [...asAdmin, 'get', ...flags], { signal, input }));
    },
    async remove(manifests, signal) {
      if (manifests.length === 0) return;
      const input = asList(manifests);
      await mustRun(kubectl, [...asAdmin, 'delete', '--ignore-not-found', '-f', '-'], { signal, input });
    },
  };
}

/** kubectl prints one object as it is, several as a list, and none as nothing. */
function itemsOf(text: string): Manifest[] {
  if (text.trim() === '') return [];
  const stored = JSON.parse(text) as Manifest | { kind: 'List'; items: Manifest[] };
  return 'items' in stored ? stored.items : [stored];
}

const asList = (items: readonly Manifest[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
