import { parseAllDocuments } from 'yaml';
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
  /** Deletes the objects; those that are gone already are fine. */
  remove(manifests: readonly Manifest[], signal: AbortSignal): Promise<void>;
}

/** Every call throws EnvironmentError `program-failed` with kubectl's own message, which names the object. */
export function kubectlWith(kubectl: string, kubeconfigPath: string): Kubectl {
  const asAdmin = ['--kubeconfig', kubeconfigPath];
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
      const stored = JSON.parse(
        await mustRun(kubectl, [...asAdmin, 'apply', ...applyFlags], { signal, input }),
      ) as Manifest | { kind: 'List'; items: Manifest[] };
      return 'items' in stored ? stored.items : [stored];
    },
    async remove(manifests, signal) {
      if (manifests.length === 0) return;
      const input = asList(manifests);
      await mustRun(kubectl, [...asAdmin, 'delete', '--ignore-not-found', '-f', '-'], { signal, input });
    },
  };
}

const asList = (items: readonly Manifest[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
