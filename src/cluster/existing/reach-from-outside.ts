import type { KubeConfig } from '@kubernetes/client-node';
import { answersAt } from '../answers-at.ts';
import type { ServiceRef } from '../cluster.ts';
import { readyEndpoint } from '../ready-endpoint.ts';
import { forwardService } from './forward-service.ts';

export interface Reach extends AsyncDisposable {
  service(service: ServiceRef, signal: AbortSignal): Promise<URL>;
}

/**
 * Services as seen from where we run: straight at a ready pod where the pod network can be connected to (a machine in the
 * same network), else through the API server. Disposing closes what was opened for that.
 */
export function reachFromOutside(kube: KubeConfig): Reach {
  const forwarded = new Map<string, Promise<URL>>();
  const opened = new AsyncDisposableStack();
  const forward = async (service: ServiceRef, endpoint: URL): Promise<URL> =>
    opened.use(await forwardService(kube, service, endpoint)).address;
  return {
    async service(service, signal) {
      const endpoint = await readyEndpoint(kube, service, signal);
      if (await answersAt(endpoint)) return endpoint;
      const known = forwarded.get(endpoint.href) ?? forward(service, endpoint);
      forwarded.set(endpoint.href, known);
      return known;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
