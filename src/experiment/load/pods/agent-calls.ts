import {
  HttpMethod,
  IsomorphicFetchHttpLibrary,
  RequestContext,
  type KubeConfig,
} from '@kubernetes/client-node';
import type { z } from 'zod';
import type { GeneratorMeter } from '../generator-meter.ts';
import { agentMeter, agentReleased, agentReport, type AgentReport } from '../agent/agent-protocol.ts';
import { agentPort, tokenHeader } from './pod-settings.ts';

/** Calls to the agent of one pod. Each throws if it is not answered, or with something else than was asked for. */
export interface AgentCalls {
  report(from: number, signal: AbortSignal): Promise<AgentReport>;
  meter(signal: AbortSignal): Promise<GeneratorMeter>;
  release(atMs: number, signal: AbortSignal): Promise<{ startedMs: number }>;
  stop(signal: AbortSignal): Promise<void>;
  leave(signal: AbortSignal): Promise<void>;
}

/**
 * Goes through the API server's proxy, which reaches pods on every cluster, wherever we are.
 * Source: https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/.
 */
export function agentCalls(
  kube: KubeConfig,
  { namespace, pod, token }: { namespace: string; pod: string; token: string },
): AgentCalls {
  const server = kube.getCurrentCluster()?.server ?? '';
  const http = new IsomorphicFetchHttpLibrary();
  const ask = async (
    method: HttpMethod,
    path: string,
    given: { body?: object; signal: AbortSignal },
  ): Promise<unknown> => {
    const url = `${server}/api/v1/namespaces/${namespace}/pods/${pod}:${agentPort}/proxy${path}`;
    const request = new RequestContext(url, method);
    await kube.applySecurityAuthentication(request);
    request.setHeaderParam(tokenHeader, token);
    request.setSignal(given.signal);
    if (given.body) {
      request.setHeaderParam('Content-Type', 'application/json');
      request.setBody(JSON.stringify(given.body));
    }
    const response = await http.send(request).toPromise();
    const text = await response.body.text();
    if (response.httpStatusCode !== 200)
      throw new Error(`${pod} answered ${response.httpStatusCode}: ${text}`);
    return JSON.parse(text) as unknown;
  };
  const get = async <T>(schema: z.ZodType<T>, path: string, signal: AbortSignal): Promise<T> =>
    schema.parse(await ask(HttpMethod.GET, path, { signal }));
  return {
    report: (from, signal) => get(agentReport, `/report?from=${from}`, signal),
    meter: (signal) => get(agentMeter, '/meter', signal),
    release: async (atMs, signal) =>
      agentReleased.parse(await ask(HttpMethod.POST, '/release', { body: { atMs }, signal })),
    stop: async (signal) => void (await ask(HttpMethod.POST, '/stop', { signal })),
    leave: async (signal) => void (await ask(HttpMethod.POST, '/leave', { signal })),
  };
}
