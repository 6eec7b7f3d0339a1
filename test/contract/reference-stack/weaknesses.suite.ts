import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/stack/manifests/manifest.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { podOf, type PlatformOnCluster } from './platform-on-cluster.ts';

export function describeWeaknesses(platform: () => PlatformOnCluster): void {
  describe('weaknesses', () => {
    const spec = (manifests: readonly Manifest[], kind: string, namespace: string): Manifest | undefined =>
      manifests.find((manifest) => manifest.kind === kind && manifest.metadata.namespace === namespace);
    const changed = async (name: string): Promise<string[]> => {
      const weak = await platform().weakness(name);
      return weak
        .filter((manifest, index) => JSON.stringify(manifest) !== JSON.stringify(platform().base[index]))
        .map(({ kind, metadata }) => `${metadata.namespace}/${kind}`)
        .sort();
    };

    it.each([
      ['limiter-off-fifo', ['inference-system/ConfigMap']],
      ['gpu-quota-limits-only', ['tenant-b/ResourceQuota']],
      ['no-memory-limit', ['tenant-b/LimitRange', 'tenant-b/ResourceQuota']],
      ['shared-lru', ['inference-system/Deployment']],
      ['shared-prefix-cache', ['inference-system/Deployment']],
      ['no-input-validation', ['inference-system/Deployment']],
      ['no-chunked-prefill', ['inference-system/Deployment']],
      ['aborts-run-on', ['inference-system/Deployment']],
      ['device-total-metering', ['inference-system/Deployment']],
      ['refusals-billed', ['inference-system/ConfigMap']],
      ['bill-last-minus-first', ['inference-system/ConfigMap']],
      ['tokens-after-response', ['inference-system/ConfigMap']],
    ])('%s changes nothing but its control', async (name, kinds) => {
      expect(await changed(name)).toEqual(kinds);
    });

    it.each([
      ['shared-lru', 'GPU_MEMORY_MODE', 'shared'],
      ['shared-prefix-cache', 'PREFIX_CACHE', 'shared'],
      ['no-input-validation', 'INPUT_VALIDATION', 'off'],
      ['no-chunked-prefill', 'CHUNKED_PREFILL', 'off'],
      ['aborts-run-on', 'ON_ABORT', 'run-on'],
      ['device-total-metering', 'COMPUTE_METERING', 'device-total'],
    ])('%s gives the engine one more variable', async (weakness, name, value) => {
      const envOf = (manifests: readonly Manifest[]): unknown[] => {
        const engine = manifests.find(
          ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'engine',
        ) as Manifest & { spec: { template: { spec: { containers: { env: unknown[] }[] } } } };
        return engine.spec.template.spec.containers[0]?.env ?? [];
      };
      const env = envOf(await platform().weakness(weakness));
      expect(env).toEqual([...envOf(platform().base), { name, value }]);
    });

    it('no-memory-limit admits a pod without any memory limit', async () => {
      const weak = await platform().weakness('no-memory-limit');
      const parts = weak.filter(({ kind }) => kind === 'LimitRange' || kind === 'ResourceQuota');
      await platform().kubectl.apply(parts, platform().signal);
      await waitUntil(
        async () => {
          const [container] = (await platform().tryPod('tenant-b', podOf({}))).spec?.containers ?? [];
          const limits = container?.resources?.limits ?? {};
          return 'memory' in limits ? { seen: `memory ${limits['memory']}` } : { ready: true };
        },
        { what: 'the default to be gone', timeoutMs: 15_000, signal: platform().signal },
      );
      expect(spec(parts, 'ResourceQuota', 'tenant-a')).toEqual(
        spec(platform().base, 'ResourceQuota', 'tenant-a'),
      );
    });
  });
}
