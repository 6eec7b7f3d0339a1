import {
  CoreV1Api,
  DiscoveryV1Api,
  KubeConfig,
  type V1Endpoint,
  type V1EndpointSlice,
} from '@kubernetes/client-node';
import type { Control } from '../control.ts';
import { composeConfig } from '../gateway-config.ts';
import type { GatewaySettings } from '../settings.ts';
import { watchObjects } from './watch-objects.ts';

/** What the Kubernetes API is watched with: our namespace, our credentials. */
export interface KubeSource {
  kubeConfig: KubeConfig;
  settings: GatewaySettings;
  control: Control;
  signal: AbortSignal;
}

export function inClusterConfig(): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromCluster();
  return kubeConfig;
}

/** The ConfigMap's `gateway.yaml` and its controls. If it is deleted, the configuration in force stays. */
export async function watchConfigMap({ kubeConfig, settings, control, signal }: KubeSource): Promise<void> {
  const { namespace, fieldSelector } = oneObject(settings, settings.CONFIG_MAP);
  const api = kubeConfig.makeApiClient(CoreV1Api);
  await watchObjects(
    {
      kubeConfig,
      path: `/api/v1/namespaces/${namespace}/configmaps`,
      fieldSelector,
      list: () => api.listNamespacedConfigMap({ namespace, fieldSelector }),
      onObjects: ([configMap]) => {
        if (!configMap) return;
        control.setConfig(composeConfig(configMap.data ?? {}), configMap.metadata?.resourceVersion ?? '');
      },
      onTrouble: (trouble) => control.setTrouble('configmap', trouble),
    },
    signal,
  );
}

/** The Secret's keys are tenants, its values their API keys. If it is deleted, nobody gets in. */
export async function watchSecret({ kubeConfig, settings, control, signal }: KubeSource): Promise<void> {
  const { namespace, fieldSelector } = oneObject(settings, settings.API_KEYS_SECRET);
  const api = kubeConfig.makeApiClient(CoreV1Api);
  await watchObjects(
    {
      kubeConfig,
      path: `/api/v1/namespaces/${namespace}/secrets`,
      fieldSelector,
      list: () => api.listNamespacedSecret({ namespace, fieldSelector }),
      onObjects: ([secret]) => {
        const entries = Object.entries(secret?.data ?? {});
        const keys = entries.map(([tenantId, key]) => [tenantId, decode(key)] as const);
        control.setKeys(new Map(keys), secret?.metadata?.resourceVersion ?? null);
      },
      onTrouble: (trouble) => control.setTrouble('secret', trouble),
    },
    signal,
  );
}

/** Every ready endpoint of the engines' Service. */
export async function watchEngines({ kubeConfig, settings, control, signal }: KubeSource): Promise<void> {
  const namespace = settings.POD_NAMESPACE;
  const labelSelector = `kubernetes.io/service-name=${settings.ENGINE_SERVICE}`;
  const api = kubeConfig.makeApiClient(DiscoveryV1Api);
  await watchObjects(
    {
      kubeConfig,
      path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
      labelSelector,
      list: () => api.listNamespacedEndpointSlice({ namespace, labelSelector }),
      onObjects: (slices) => control.setEngines(engineUrls(slices)),
      onTrouble: (trouble) => control.setTrouble('endpointslices', trouble),
    },
    signal,
  );
}

/** Base addresses of the endpoints that are ready; an endpoint that says nothing counts as ready. */
export function engineUrls(slices: readonly V1EndpointSlice[]): string[] {
  const urls = slices.flatMap(({ addressType, endpoints, ports }) => {
    const port = ports?.find(({ name }) => name === 'http')?.port;
    // The API server writes null for an empty list, whatever the type says.
    const all = (endpoints as V1Endpoint[] | null) ?? [];
    return all
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses }) => addresses.slice(0, 1))
      .map((address) => `http://${addressType === 'IPv6' ? `[${address}]` : address}:${port ?? 9000}`);
  });
  return [...new Set(urls)];
}

function oneObject(settings: GatewaySettings, name: string): { namespace: string; fieldSelector: string } {
  return { namespace: settings.POD_NAMESPACE, fieldSelector: `metadata.name=${name}` };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
