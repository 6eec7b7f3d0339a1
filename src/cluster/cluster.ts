import type { KubeConfig } from '@kubernetes/client-node';
import type { Capability, Lacks } from '../model/capability.ts';
import type { GuestRules } from './guest-rules.ts';

/** A Kubernetes cluster that is ready for the stack. Disposing it takes it down, unless it was meant to stay. */
export interface Cluster extends AsyncDisposable {
  readonly kind: 'embedded' | 'kind' | 'existing';
  /** As the API server reports it, e.g. `v1.37.2`. */
  readonly kubernetesVersion: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** Of those that it does not have, why, where there is more to say. */
  readonly lacks?: Lacks;
  /** The administrator's kubeconfig, readable by its owner only. */
  readonly kubeconfigPath: string;
  /** Context in it; its current one if absent. */
  readonly kubeContext?: string;
  /** Present on a cluster that others use too. */
  readonly guest?: GuestRules;
  readonly kube: KubeConfig;
  /** Aborted, with the reason, when a part of the cluster that must run has ended. */
  readonly lost: AbortSignal;
  /** Makes the images of an OCI layout tar known to the nodes; does nothing for those already there. */
  loadImage(archivePath: string, signal: AbortSignal): Promise<void>;
  /**
   * Address of a ready endpoint of the service that we can connect to, waiting for one to appear.
   * @throws EnvironmentError `wait-timeout` if none gets ready
   */
  reach(service: ServiceRef, signal: AbortSignal): Promise<URL>;
  /**
   * Address at which pods of the cluster connect to the service, waiting for a ready endpoint.
   * @throws EnvironmentError `wait-timeout` if none gets ready
   */
  reachFromPods(service: ServiceRef, signal: AbortSignal): Promise<URL>;
  /**
   * Resolves when the network enforces the NetworkPolicies that are stored, for the pods that run now; at once where it
   * enforces none.
   * @throws EnvironmentError `wait-timeout` if it does not come to that
   */
  policiesInForce(signal: AbortSignal): Promise<void>;
}

/** A cluster that we made. It goes with us, unless it is kept. */
export interface KeepableCluster extends Cluster {
  /** Lets it outlive us, to be attached to; only `down` ends it then. Disposing does nothing after. */
  keep(): Promise<void>;
}

export interface ServiceRef {
  namespace: string;
  name: string;
  /** Name or number of the service's port. */
  port: string | number;
}

/** Something that keeps a kind of cluster from working on this machine, and what to do about it. */
export interface Problem {
  code: string;
  message: string;
  hint: string;
}
