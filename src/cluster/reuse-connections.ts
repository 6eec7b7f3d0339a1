import type { KubeConfig } from '@kubernetes/client-node';

/**
 * Lets all requests of a KubeConfig share their connections. By itself @kubernetes/client-node (2.0) makes a dispatcher, and
 * so a TLS connection, for every request: hundreds at once when a hundred namespaces are waited for.
 */
export function reuseConnections(kube: KubeConfig): KubeConfig {
  const apply = kube.applySecurityAuthentication.bind(kube);
  let shared: ReturnType<Parameters<typeof apply>[0]['getDispatcher']>;
  kube.applySecurityAuthentication = async (context) => {
    await apply(context);
    shared ??= context.getDispatcher();
    if (shared !== undefined) context.setDispatcher(shared);
  };
  return kube;
}
