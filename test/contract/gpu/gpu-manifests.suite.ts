import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/stack/manifests/manifest.ts';
import { mustRun } from '../../../src/system/run-program.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { runPrometheus } from '../../helpers/real-prometheus.ts';
import type { PlatformOnCluster } from '../reference-stack/platform-on-cluster.ts';

const overlays = 'k8s-fixtures/overlays/gpu';
/** For `replaceAll`: the lines of a text, behind the spaces that its pattern found. */
const indented = (text: string): string => `$1${text.replaceAll('\n', '\n$1')}`;

const variants = ['whole', 'mig', 'mps', 'time-slicing'];

type Workload = Manifest & { spec: { template: Pick<V1Pod, 'metadata' | 'spec'> } };

/** What the API server says to all manifests of a folder, without storing them. */
async function dryRun(
  { cluster, kubectlPath, signal }: PlatformOnCluster,
  folder: string,
): Promise<string[]> {
  const flags = ['--server-side', '--dry-run=server', '--validate=strict', '--force-conflicts'];
  const args = ['--kubeconfig', cluster.kubeconfigPath, 'apply', ...flags, '-k', folder];
  return (await mustRun(kubectlPath, args, { signal })).trim().split('\n');
}

export function describeGpuManifests(platform: () => PlatformOnCluster): void {
  describe('manifests for real GPUs', () => {
    // What others need before they can be tried: the namespace, and the RuntimeClass that pods name.
    beforeAll(async () => {
      const { kubectl, signal } = platform();
      const node = await kubectl.render(`${overlays}/node`, signal);
      await kubectl.apply(
        node.filter(({ kind }) => kind === 'Namespace' || kind === 'RuntimeClass'),
        signal,
      );
    });

    it.each(variants)('of %s are accepted by the API server, field by field', async (variant) => {
      const answers = await dryRun(platform(), `${overlays}/${variant}`);
      const rendered = await platform().kubectl.render(`${overlays}/${variant}`, platform().signal);
      expect(answers).toHaveLength(rendered.length);
      expect(answers.every((answer) => answer.endsWith('(server dry run)'))).toBe(true);
      expect(answers.join('\n')).toContain('daemonset.apps/nvidia-device-plugin');
      expect(answers.join('\n').includes('mps-control-daemon')).toBe(variant === 'mps');
    });

    it.each([
      [
        'a field that does not exist',
        'gpuShare',
        '{ op: add, path: /spec/template/spec/gpuShare, value: 1 }',
      ],
      [
        'a GPU that is asked for and not limited',
        'Limit must be set for non overcommitable resources',
        '{ op: remove, path: /spec/template/spec/containers/0/resources/limits/nvidia.com~1gpu }',
      ],
    ])('are refused with %s', async (_what, named, operation) => {
      const folder = await mkdtemp(join(tmpdir(), 'wrong-manifest-'));
      try {
        const lines = [
          `resources: ['${relative(folder, `${overlays}/whole`)}']`,
          'patches:',
          '  - target: { kind: Deployment, name: engine }',
          '    patch: |',
          `      - ${operation}`,
        ];
        await writeFile(join(folder, 'kustomization.yaml'), `${lines.join('\n')}\n`);
        await expect(dryRun(platform(), folder)).rejects.toThrow(named);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

    it('give Prometheus a job for the exporter, beside its own', async () => {
      const { kubectl, cluster, signal } = platform();
      const manifests = await kubectl.render(`${overlays}/whole`, signal);
      const config = manifests.find(({ metadata }) => metadata.name === 'prometheus-config');
      const files = Object.entries((config as { data?: Record<string, string> }).data ?? {});
      const folder = await mkdtemp(join(tmpdir(), 'gpu-prometheus-'));
      try {
        // In a pod it finds the API server by itself.
        const outside = `- role: pod\n  kubeconfig_file: ${cluster.kubeconfigPath}`;
        for (const [name, text] of files)
          await writeFile(join(folder, name), text.replaceAll(/^( *)- role: pod$/gm, indented(outside)));
        await using prometheus = await runPrometheus(folder, signal);
        // It makes a pool of a job once it has looked for targets.
        const pools = await waitUntil(
          async (probe) => {
            const answer = await fetch(new URL('/api/v1/scrape_pools', prometheus.url), { signal: probe });
            const { data } = (await answer.json()) as { data: { scrapePools: string[] } };
            return data.scrapePools.length > 1
              ? { ready: data.scrapePools }
              : { seen: data.scrapePools.join(', ') };
          },
          { what: 'both jobs', timeoutMs: 30_000, signal },
        );
        expect(pools.toSorted()).toEqual(['dcgm-exporter', 'inference-system']);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

    it.each(variants)('of %s are pods that their namespaces let in', async (variant) => {
      const manifests = await platform().kubectl.render(`${overlays}/${variant}`, platform().signal);
      const workloads = manifests.filter(
        ({ kind, metadata }) =>
          kind === 'DaemonSet' || (kind === 'Deployment' && metadata.namespace === 'inference-system'),
      ) as Workload[];
      expect(workloads.length).toBeGreaterThan(4);
      for (const { metadata, spec } of workloads) {
        const body = { ...spec.template, metadata: { generateName: 'try-' } } as V1Pod;
        const pod = await platform().tryPod(metadata.namespace ?? 'default', body);
        expect(pod.spec?.containers).toHaveLength(1);
      }
    });
  });
}
