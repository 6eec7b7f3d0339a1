import '../../helpers/one-cluster-at-a-time.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { kindLayout } from '../../../src/cluster/kind/kind-layout.ts';
import {
  attachKindCluster,
  startKindCluster,
  type KindOptions,
  type KindOrder,
} from '../../../src/cluster/kind/start-kind-cluster.ts';
import { kubeConfigFrom } from '../../../src/cluster/kube-config.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { listLeftovers } from '../../../src/journal/undo-all.ts';
import { removeKindCluster } from '../../../src/journal/undo/remove-kind-cluster.ts';
import { gpuProbePod } from '../../../src/model/gpu-probe-pod.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { cudaProbeImage } from '../../../src/stack/images/cuda-probe-image.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import { containersOf, docker, lackOfKind, whySkipped } from '../../helpers/container-engine.ts';
import { testCache, uniqueName, type TestCache } from '../../helpers/embedded-cluster.ts';
import { hasCompiler } from './compiled-probe.ts';
import { dockerWithGpus } from './docker-with-gpus.ts';

const image = process.env['TENANTPROOF_KIND_IMAGE'] ?? '';
const gpu = 'nvidia.com/gpu';

describe.skipIf(lackOfKind !== undefined || !hasCompiler)(
  `a GPU node of kind, with stand-ins for what NVIDIA makes${whySkipped(lackOfKind)}`,
  () => {
    let cache: TestCache;
    let signal: AbortSignal;
    beforeEach(async () => {
      cache = await testCache();
      signal = AbortSignal.timeout(280_000);
    });
    afterEach(async () => {
      vi.unstubAllEnvs();
      await cache[Symbol.asyncDispose]();
    });

    /** A cluster for which real GPUs were asked and the host is ready. */
    async function order(): Promise<KindOrder> {
      const { kind, kubectl } = await findPrograms(['kind', 'kubectl'], {
        env: process.env,
        signal,
        progress: silentProgress,
      });
      const name = uniqueName();
      return {
        name,
        engine: 'docker',
        image,
        kind,
        gpus: 'real',
        gpuPlan: { real: { kubectl } },
        journal: await openJournal(join(cache.folder, `${name}.ndjson`), { runId: name, env: cache.env }),
        progress: silentProgress,
        signal,
        env: cache.env,
      };
    }

    /** As `down` would, which leaves alone what a process that lives has kept. */
    const remove = ({ name, engine }: KindOptions): Promise<void> =>
      removeKindCluster({ engine, name: kindLayout(name, cache.env).cluster }, { env: cache.env, signal });

    /** Advertises GPUs once the pod of the device plugin runs, which the stand-in in it does not. */
    async function advertise({ name }: KindOptions, count: number): Promise<void> {
      const { kubeconfigPath, node } = kindLayout(name, cache.env);
      const core = await waitUntil(
        async () => {
          const found = kubeConfigFrom(await readFile(kubeconfigPath, 'utf8')).makeApiClient(CoreV1Api);
          const { items } = await found.listNamespacedPod({ namespace: 'gpu-system' });
          const { phase } = items[0]?.status ?? {};
          return phase === 'Running' ? { ready: found } : { seen: phase ?? 'no pod' };
        },
        { what: 'the device plugin', timeoutMs: 240_000, intervalMs: 500, signal },
      );
      await core.patchNodeStatus(
        { name: node, body: { status: { capacity: { [gpu]: String(count) } } } },
        setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
      );
    }

    test('offers the GPUs that it advertises, runs the probe on them, and is used again as what it is', async () => {
      await using programs = await dockerWithGpus();
      vi.stubEnv('PATH', `${programs.folder}:${process.env['PATH']}`);
      const wanted = await order();
      await using gone = { [Symbol.asyncDispose]: () => remove(wanted) };
      void gone;
      const [cluster] = await Promise.all([startKindCluster(wanted), advertise(wanted, 2)]);
      expect([...cluster.capabilities]).toEqual(expect.arrayContaining(['gpu-hardware', 'two-gpus']));
      expect(cluster.capabilities.has('simulated-gpu')).toBe(false);
      const { node } = kindLayout(wanted.name, cache.env);
      expect(docker('inspect', '--format', '{{range .Mounts}}{{.Destination}} {{end}}', node)).toContain(
        '/var/run/nvidia-container-devices/all',
      );
      expect(docker('exec', node, 'cat', '/run/gpu-params')).toBe('ModifyDeviceFiles: 0');

      await cluster.loadImage(await cudaProbeImage(signal), signal);
      const core = cluster.kube.makeApiClient(CoreV1Api);
      const probe = gpuProbePod({ name: 'sees', gpus: 1, program: { name: 'enumerate' } });
      await core.createNamespacedPod({ namespace: 'default', body: probe });
      const said = await waitUntil(
        async () => {
          const { status } = await core.readNamespacedPod({ namespace: 'default', name: 'sees' });
          const ended = status?.containerStatuses?.[0]?.state?.terminated;
          return ended ? { ready: ended.message ?? '' } : { seen: status?.phase ?? 'nothing' };
        },
        { what: 'the probe', timeoutMs: 60_000, signal },
      );
      expect(said).toContain('no-driver');

      await cluster.keep();
      expect(await attachKindCluster({ ...wanted, gpus: 'simulated' })).toBeUndefined();
      const again = await attachKindCluster(wanted);
      expect(again?.capabilities).toEqual(cluster.capabilities);
      await again?.[Symbol.asyncDispose]();
      // Nobody offers simulated ones beside them.
      expect((await core.readNode({ name: node })).status?.capacity?.[gpu]).toBe('2');
      await wanted.journal.close();
      await cluster[Symbol.asyncDispose]();
      expect(containersOf(wanted.name)).toHaveLength(1);
      await remove(wanted);
      expect(containersOf(wanted.name)).toEqual([]);
    }, 300_000);

    test('that cannot be made ends with the cause, and none with simulated GPUs takes its place', async () => {
      await using programs = await dockerWithGpus({
        'apt-get': "echo 'E: Unable to locate package gpg' >&2; exit 100",
      });
      vi.stubEnv('PATH', `${programs.folder}:${process.env['PATH']}`);
      const wanted = await order();
      await expect(startKindCluster(wanted)).rejects.toMatchObject({
        code: 'gpu-node',
        message: expect.stringMatching(
          /^No node with real GPUs: Could not install .*: E: Unable to locate package gpg$/,
        ),
        hint: expect.stringMatching(/^Let the node reach .* Without --gpus real they are simulated\.$/),
      });
      await wanted.journal.close();
      expect(containersOf(wanted.name)).toEqual([]);
      expect(await listLeftovers(cache.env)).toEqual([]);
    }, 300_000);
  },
);
