import type { KubeConfig } from '@kubernetes/client-node';
import { EnvironmentError } from '../../model/errors.ts';
import type { Spending } from '../../model/target.ts';
import type { ReadEngineMetrics, Stack } from '../stack.ts';
import { tenantLookup } from '../tenant-lookup.ts';

export interface EndpointOptions {
  endpoint: string;
  /** By tenant. Secret. */
  keys: ReadonlyMap<string, string>;
  /** @throws EnvironmentError `budget-spent` */
  spend: (spending: Spending) => void;
  /** Resolves when one more request may go out. */
  turn: (besideRps: number, signal: AbortSignal) => Promise<void>;
  /** Where a Prometheus was named beside the endpoint. */
  engineMetrics?: ReadEngineMetrics | undefined;
  /** Its cluster, which is asked about pods that are not made; absent: nobody asks. */
  cluster?: KubeConfig;
}

/**
 * A platform that is not ours, seen from outside: its answers are all that it shows, beside what its engines tell a
 * Prometheus and what its cluster would say to a pod, and nothing in it is changed.
 */
export function attachEndpoint(options: EndpointOptions): Stack {
  const { endpoint, keys, spend, turn, engineMetrics, cluster } = options;
  const kube = (): KubeConfig => cluster ?? unseen('the Kubernetes API');
  return {
    gateway: new URL(endpoint),
    gatewayFromPods: async () => unseen('a way from pods'),
    get prometheus() {
      return unseen('Prometheus');
    },
    platformNamespaces: [],
    capabilities: new Set(cluster ? ['gateway', 'pod-dry-run'] : ['gateway']),
    get kube() {
      return kube();
    },
    tenant: tenantLookup(
      new Map(
        [...keys].map(([name, apiKey]) => [
          name,
          {
            apiKey,
            get kube() {
              return kube();
            },
          },
        ]),
      ),
    ),
    restart: async () => unseen('a gateway to restart'),
    policiesInForce: async () => {},
    spend,
    turn,
    ...(engineMetrics ? { engineMetrics } : {}),
    weaken: async () => unseen('a control to remove'),
  };
}

/** What needs more is left out of the plan, so that this is a bug if it is ever met. */
function unseen(what: string): never {
  throw new EnvironmentError(`An endpoint alone does not show ${what}`, { code: 'not-for-an-endpoint' });
}
