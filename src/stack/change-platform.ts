import type { KubeConfig } from '@kubernetes/client-node';
import type { Difference } from './manifests/difference.ts';
import type { Kubectl } from './manifests/kubectl.ts';
import type { Manifest } from './manifests/manifest.ts';
import { eachAtOnce } from '../system/each-at-once.ts';
import { accessFelt } from './waiting/access-felt.ts';
import { admissionPolicyFelt } from './waiting/admission-policy-felt.ts';
import { deploymentReady } from './waiting/deployment-ready.ts';
import { gatewayReachesEngines } from './waiting/gateway-reaches-engines.ts';
import { gatewayTookUp } from './waiting/gateway-took-up.ts';
import { limitRangeFelt } from './waiting/limit-range-felt.ts';
import { mostWaits } from './waiting/most-waits.ts';
import { quotaSynced } from './waiting/quota-synced.ts';

/** What a change of the platform works on. */
export interface Platform {
  kubectl: Kubectl;
  kube: KubeConfig;
  /** Address of the gateway, which exists only once it is deployed. */
  gateway: () => Promise<URL>;
  /** Resolves when the network enforces the policies that are stored, for the pods that run. */
  policiesInForce: (signal: AbortSignal) => Promise<void>;
}

const isGatewayConfig = ({ kind, metadata }: Manifest): boolean =>
  kind === 'ConfigMap' && metadata.name === 'gateway-config';

const isEngine = ({ kind, metadata }: Manifest): boolean =>
  kind === 'Deployment' && metadata.name === 'engine';

/** Applies and removes manifests, and resolves when the platform behaves as they say. */
export async function changePlatform(
  { kubectl, kube, gateway, policiesInForce }: Platform,
  { apply, remove }: Difference,
  signal: AbortSignal,
): Promise<void> {
  await kubectl.remove(remove, signal);
  const stored = await kubectl.apply(apply, signal);
  await Promise.all([
    accessFelt(kube, { manifests: remove, allowed: false }, signal),
    accessFelt(kube, { manifests: stored, allowed: true }, signal),
    eachAtOnce(stored, mostWaits, (manifest) => felt(kube, manifest, signal)),
  ]);
  await policiesInForce(signal);
  const config = stored.find(isGatewayConfig);
  if (config) await gatewayTookUp(await gateway(), config.metadata.resourceVersion ?? '', signal);
  const engine = stored.find(isEngine);
  if (engine) await gatewayReachesEngines(await gateway(), { kube, engine, signal });
}

/** Some changes act a moment after they are stored. */
async function felt(kube: KubeConfig, manifest: Manifest, signal: AbortSignal): Promise<void> {
  switch (manifest.kind) {
    case 'ResourceQuota':
      return quotaSynced(kube, manifest, signal);
    case 'LimitRange':
      return limitRangeFelt(kube, manifest, signal);
    case 'ValidatingAdmissionPolicyBinding':
      return admissionPolicyFelt(kube, manifest, signal);
    case 'Deployment':
      return deploymentReady(kube, manifest, signal);
    default:
  }
}
