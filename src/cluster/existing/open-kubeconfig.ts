import { KubeConfig } from '@kubernetes/client-node';
import { UsageError } from '../../model/errors.ts';
import { reuseConnections } from '../reuse-connections.ts';

/**
 * A client for a context of a kubeconfig; its current one if none is asked for.
 * @throws UsageError `bad-kubeconfig`
 */
export function openKubeconfig(
  file: string,
  asked: string | undefined,
): { kube: KubeConfig; context: string } {
  const kube = new KubeConfig();
  try {
    kube.loadFromFile(file);
  } catch (cause) {
    throw new UsageError(`Cannot read the kubeconfig ${file}: ${(cause as Error).message}`, {
      code: 'bad-kubeconfig',
      hint: 'Name one with --kubeconfig or KUBECONFIG; of a target with target.cluster.kubeconfig.',
      cause,
    });
  }
  const context = asked ?? kube.getCurrentContext();
  if (!kube.getContexts().some(({ name }) => name === context)) {
    throw new UsageError(`${file} has no context '${context}'`, {
      code: 'bad-kubeconfig',
      hint: `Its contexts: ${
        kube
          .getContexts()
          .map(({ name }) => name)
          .join(', ') || 'none'
      }.`,
    });
  }
  kube.setCurrentContext(context);
  return { kube: reuseConnections(kube), context };
}
