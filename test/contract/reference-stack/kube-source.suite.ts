import { DiscoveryV1Api, KubeConfig } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import type { Control } from '../../../src/reference-stack/gateway/control.ts';
import { readSettings } from '../../../src/reference-stack/gateway/settings.ts';
import {
  watchConfigMap,
  watchEngines,
  watchSecret,
  type KubeSource,
} from '../../../src/reference-stack/gateway/sources/kube-source.ts';
import type { PlatformOnCluster } from './platform-on-cluster.ts';

const namespace = 'inference-system';

/** Everything that a source told, in order, and a way to wait for what it will tell. */
function recorder() {
  const told: string[] = [];
  let wake = (): void => {};
  const tell = (line: string): void => {
    told.push(line);
    wake();
  };
  const control: Control = {
    setConfig: (text) => tell(`config ${text}`),
    setKeys: (keys, revision) => tell(`keys ${JSON.stringify([...keys])}${revision === null ? ' none' : ''}`),
    setEngines: (urls) => tell(`engines ${urls.join(' ')}`),
    setTrouble: (source, trouble) => trouble !== undefined && tell(`trouble ${source}: ${trouble}`),
  };
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const line = told.find((each) => pattern.test(each));
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { control, until };
}

export function describeKubeSource(platform: () => PlatformOnCluster): void {
  describe('what the gateway watches', () => {
    const watching = async (
      watch: (source: KubeSource) => Promise<void>,
      env: Record<string, string> = {},
    ): Promise<{ until: (pattern: RegExp) => Promise<string> } & Disposable> => {
      const stop = new AbortController();
      const { control, until } = recorder();
      const { kube: kubeConfig } = platform().cluster;
      await watch({ kubeConfig, settings: readSettings(env), control, signal: stop.signal });
      return { until, [Symbol.dispose]: () => stop.abort() };
    };

    it('a ConfigMap: as it is, and as it becomes', async () => {
      const { core } = platform();
      const named = { namespace, name: 'watched' };
      using watch = await watching(watchConfigMap, { CONFIG_MAP: named.name });
      const body = { metadata: { name: named.name }, data: { 'gateway.yaml': 'one' } };
      await core.createNamespacedConfigMap({ namespace, body });
      expect(await watch.until(/^config one$/)).toBeDefined();
      await core.replaceNamespacedConfigMap({ ...named, body: { ...body, data: { 'gateway.yaml': 'two' } } });
      expect(await watch.until(/^config two$/)).toBeDefined();
      using another = await watching(watchConfigMap, { CONFIG_MAP: named.name });
      expect(await another.until(/^config two$/)).toBeDefined();
      const withControl = { 'gateway.yaml': 'two', limiter: 'off' };
      await core.replaceNamespacedConfigMap({ ...named, body: { ...body, data: withControl } });
      expect(await watch.until(/^config two\nlimiter: "off"$/)).toBeDefined();
    });

    it('a Secret: decoded, and nobody gets in once it is deleted', async () => {
      const { core } = platform();
      const named = { namespace, name: 'tenant-api-keys' };
      using watch = await watching(watchSecret);
      await core.createNamespacedSecret({
        namespace,
        body: { metadata: { name: named.name }, stringData: { 'tenant-a': 'key' } },
      });
      expect(await watch.until(/^keys \[\["tenant-a","key"\]\]$/)).toBeDefined();
      await core.deleteNamespacedSecret(named);
      expect(await watch.until(/^keys \[\] none$/)).toBeDefined();
    });

    it('the EndpointSlices of the engines, and of nothing else', async () => {
      const discovery = platform().cluster.kube.makeApiClient(DiscoveryV1Api);
      using watch = await watching(watchEngines);
      const slice = (name: string, service: string, address: string, ready: boolean) => ({
        metadata: { name, labels: { 'kubernetes.io/service-name': service } },
        addressType: 'IPv4',
        endpoints: [{ addresses: [address], conditions: { ready } }],
        ports: [{ name: 'http', port: 9000 }],
      });
      const create = (...args: Parameters<typeof slice>): Promise<unknown> =>
        discovery.createNamespacedEndpointSlice({ namespace, body: slice(...args) });
      await create('other-1', 'other', '10.1.1.9', true);
      await create('engine-1', 'engine', '10.1.1.1', true);
      expect(await watch.until(/^engines http:\/\/10\.1\.1\.1:9000$/)).toBeDefined();
      await create('engine-2', 'engine', '10.1.1.2', true);
      expect(
        await watch.until(/^engines http:\/\/10\.1\.1\.1:9000 http:\/\/10\.1\.1\.2:9000$/),
      ).toBeDefined();
      const body = slice('engine-1', 'engine', '10.1.1.1', false);
      await discovery.replaceNamespacedEndpointSlice({ namespace, name: 'engine-1', body });
      expect(await watch.until(/^engines http:\/\/10\.1\.1\.2:9000$/)).toBeDefined();
    });

    it('says what is wrong when it may not look', async () => {
      const stop = new AbortController();
      const { control, until } = recorder();
      const { core, cluster } = platform();
      const { status } = await core.createNamespacedServiceAccountToken({
        namespace: 'tenant-b',
        name: 'tenant',
        body: { spec: { audiences: [], expirationSeconds: 600 } },
      });
      const kubeConfig = new KubeConfig();
      const server = cluster.kube.getCurrentCluster();
      if (server) kubeConfig.loadFromClusterAndUser(server, { name: 't', token: status?.token ?? '' });
      await watchSecret({ kubeConfig, settings: readSettings({}), control, signal: stop.signal });
      expect(await until(/^trouble secret/)).toMatch(/403|forbidden/i);
      stop.abort();
    });
  });
}
