import { KubeConfig } from '@kubernetes/client-node';
import { reuseConnections } from './reuse-connections.ts';

/** A client's configuration from the text of a kubeconfig. */
export function kubeConfigFrom(text: string): KubeConfig {
  const kube = new KubeConfig();
  kube.loadFromString(text);
  return reuseConnections(kube);
}
