import type { Cluster } from '../cluster/cluster.ts';
import { EnvironmentError } from '../model/errors.ts';
import type { Progress } from '../model/progress.ts';
import type { StackFacts } from '../model/stack-facts.ts';
import { packageFile } from '../system/package-file.ts';
import { eachAtOnce } from '../system/each-at-once.ts';
import { applyNamespaces } from './apply-namespaces.ts';
import { changePlatform, type Platform } from './change-platform.ts';
import { loadImages } from './load-images.ts';
import { difference } from './manifests/difference.ts';
import { guestManifests } from './manifests/guest-manifests.ts';
import type { Manifest } from './manifests/manifest.ts';
import { kubectlWith, type Kubectl } from './manifests/kubectl.ts';
import { replacePods } from './replace-pods.ts';
import type { Stack, TenantAccess } from './stack.ts';
import { tenantLookup } from './tenant-lookup.ts';
import { mostWaits } from './waiting/most-waits.ts';
import { enterAsTenant, newApiKey } from './tenant-access.ts';
import { gatewayServes } from './waiting/gateway-serves.ts';
import { weaknessFolder } from './weakness-folder.ts';

const simulatedEngine = 'the engine is simulated, and no run deploys vLLM yet';
const platformNamespace = 'inference-system';

export interface DeployOptions {
  cluster: Cluster;
  facts: StackFacts;
  /** Changes the manifests before they are applied, e.g. gives the platform other tenants; of a weakness too. */
  adapt?: (manifests: Manifest[]) => Manifest[];
  programs: Record<'kubectl' | 'prometheus', string>;
  signal: AbortSignal;
  progress: Progress;
}

/** Deploys the reference stack from `k8s-fixtures/base` and resolves when it serves. */
export async function deployReferenceStack(options: DeployOptions): Promise<Stack> {
  const { cluster, facts, programs, signal, progress, adapt = same } = options;
  const { guest } = cluster;
  const kubectl = adapted(kubectlWith(programs.kubectl, cluster), (manifests) =>
    guest ? guestManifests(adapt(manifests), guest) : adapt(manifests),
  );
  const step = progress.step('Deploying the reference stack');
  try {
    const images = loadImages(options);
    images.catch(() => {});
    const base = await kubectl.render(packageFile('k8s-fixtures/base'), signal);
    await applyNamespaces(cluster, kubectl, { base, signal });
    const apiKeys = new Map(facts.tenants.map(({ name }) => [name, newApiKey()]));
    const secret = apiKeySecret(apiKeys);
    await kubectl.apply(guest ? guestManifests([secret], guest) : [secret], signal);
    const lacks = await images;
    const reach = (name: string): Promise<URL> =>
      cluster.reach({ namespace: platformNamespace, name, port: 'http' }, signal);
    const policiesInForce = (policySignal: AbortSignal): Promise<void> =>
      cluster.policiesInForce(policySignal);
    const platform: Platform = {
      kubectl,
      kube: cluster.kube,
      gateway: () => reach('gateway'),
      policiesInForce,
    };
    await changePlatform(platform, { apply: base, remove: [] }, signal);
    let gateway = await reach('gateway');
    const stack: Stack = {
      get gateway() {
        return gateway;
      },
      gatewayFromPods: (podsSignal) =>
        cluster.reachFromPods({ namespace: platformNamespace, name: 'gateway', port: 'http' }, podsSignal),
      prometheus: await reach('prometheus'),
      platformNamespaces: [platformNamespace],
      capabilities: new Set(['gateway', 'gateway-metrics', 'exact-allowance']),
      lacks: { 'gpu-engine': simulatedEngine, ...lacks },
      kube: cluster.kube,
      tenant: tenantLookup(await enterAll(cluster, facts, apiKeys)),
      restart: async (app, restartSignal) => {
        await replacePods(cluster.kube, { namespace: platformNamespace, app }, restartSignal);
        await policiesInForce(restartSignal);
        gateway = await gatewayServes(() => reach('gateway'), restartSignal);
      },
      policiesInForce,
      weaken: (weakness, weakenSignal) =>
        weaken(platform, { base, fixture: weakness.fixture, signal: weakenSignal }),
    };
    step.done();
    return stack;
  } catch (error) {
    step.failed();
    throw error;
  }
}

const same = (manifests: Manifest[]): Manifest[] => manifests;

const adapted = (kubectl: Kubectl, adapt: (manifests: Manifest[]) => Manifest[]): Kubectl => ({
  ...kubectl,
  render: async (folder, signal) => adapt(await kubectl.render(folder, signal)),
});

async function weaken(
  platform: Platform,
  { base, fixture, signal }: { base: readonly Manifest[]; fixture: string; signal: AbortSignal },
): Promise<AsyncDisposable> {
  const folder = weaknessFolder(fixture);
  if (folder === undefined) {
    throw new EnvironmentError(`${fixture} is a setting of the node, which no run changes yet`, {
      code: 'weakness-not-playable',
    });
  }
  const weak = await platform.kubectl.render(folder, signal);
  const restore = (): Promise<void> =>
    changePlatform(platform, difference(weak, base), AbortSignal.timeout(restoreWithinMs));
  try {
    await changePlatform(platform, difference(base, weak), signal);
  } catch (error) {
    await restore().catch(() => {});
    throw error;
  }
  return { [Symbol.asyncDispose]: restore };
}

const restoreWithinMs = 30_000;

const apiKeySecret = (apiKeys: ReadonlyMap<string, string>): Manifest & { stringData: object } => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'tenant-api-keys', namespace: platformNamespace },
  stringData: Object.fromEntries(apiKeys),
});

async function enterAll(
  { kube }: Cluster,
  { tenants }: StackFacts,
  apiKeys: ReadonlyMap<string, string>,
): Promise<Map<string, TenantAccess>> {
  const entered = new Map<string, TenantAccess>();
  await eachAtOnce(tenants, mostWaits, async (tenant) => {
    entered.set(tenant.name, await enterAsTenant(kube, tenant, apiKeys.get(tenant.name) ?? ''));
  });
  return entered;
}
