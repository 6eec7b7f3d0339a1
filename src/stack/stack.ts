import type { KubeConfig } from '@kubernetes/client-node';
import type { Capability, Lacks } from '../model/capability.ts';
import type { ReadMetric } from '../model/engine-metrics.ts';
import type { Spending } from '../model/target.ts';
import type { Weakness } from '../model/scenario.ts';

/** How a tenant enters the platform. */
export interface TenantAccess {
  /** Secret: never to be written to a report or a log. */
  apiKey: string;
  /** The Kubernetes API as the tenant: its own service account, not the administrator. Of a platform that is seen from outside there is none. */
  kube: KubeConfig;
}

/**
 * Each metric that was found before the run, at every scrape since a moment in milliseconds since the epoch. It fails only
 * when it is aborted.
 */
export type ReadEngineMetrics = (terms: {
  sinceMs: number;
  /** How long all answers together may take. */
  withinMs: number;
  signal: AbortSignal;
}) => Promise<readonly ReadMetric[]>;

/** A multi-tenant inference platform that is up and ready. */
export interface Stack {
  /** Base address of the OpenAI-compatible gateway; another one after a restart. */
  readonly gateway: URL;
  /** The same gateway as pods of the cluster connect to it, from namespaces that are not the platform's: as a customer in the cluster. */
  gatewayFromPods(signal: AbortSignal): Promise<URL>;
  readonly prometheus: URL;
  /** Namespaces whose pods must never notice an attack. */
  readonly platformNamespaces: readonly string[];
  readonly capabilities: ReadonlySet<Capability>;
  /** What cannot be shown on it, whatever its cluster offers, and why. */
  readonly lacks?: Lacks;
  /** The administrator's access: for observing, never for attacking. */
  readonly kube: KubeConfig;
  /** @throws UsageError `unknown-tenant` */
  tenant(name: string): TenantAccess;
  /** Deletes the pods of a part of the platform, and resolves when others serve in their place. */
  restart(app: 'gateway', signal: AbortSignal): Promise<void>;
  /** Resolves when the network enforces the NetworkPolicies that are stored, for the pods that run now; at once where it enforces none. */
  policiesInForce(signal: AbortSignal): Promise<void>;
  /**
   * Called before each single request to the gateway; absent where nobody counts.
   * @throws EnvironmentError `budget-spent`
   */
  spend?(spending: Spending): void;
  /** Waits until one more single request may go out, beside a load of so many per second; absent where nobody bounds a rate. */
  turn?(besideRps: number, signal: AbortSignal): Promise<void>;
  /** Reads what the engines of a platform that is not ours tell of themselves; absent where nobody said which Prometheus has it. */
  readonly engineMetrics?: ReadEngineMetrics;
  /** Removes a control; disposing puts it back. Resolves when the platform has taken it up. */
  weaken(weakness: Weakness, signal: AbortSignal): Promise<AsyncDisposable>;
}
