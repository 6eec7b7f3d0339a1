import '../../helpers/one-cluster-at-a-time.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { testPrograms } from '../../helpers/embedded-cluster.ts';
import { startPlatformOnCluster, type PlatformOnCluster } from '../reference-stack/platform-on-cluster.ts';
import { describeGpuManifests } from './gpu-manifests.suite.ts';
import { describeGpuScenarios } from './gpu-scenarios.suite.ts';

let platform: PlatformOnCluster | undefined;
let folder: string;

/** The API server as kubeadm and kind start it: the embedded one lets nobody have a privileged container, and MPS takes one. */
async function apiServerForGpus(): Promise<string> {
  const { 'kube-apiserver': real } = await testPrograms();
  const path = join(folder, 'kube-apiserver');
  await writeFile(path, `#!/bin/sh\nexec '${real}' "$@" --allow-privileged=true\n`, { mode: 0o755 });
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gpu-cluster-'));
  platform = await startPlatformOnCluster({ 'kube-apiserver': await apiServerForGpus() });
}, 180_000);

afterAll(async () => {
  await platform?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const started = (): PlatformOnCluster => {
  if (!platform) throw new Error('the cluster is up before the first test');
  return platform;
};

describeGpuManifests(started);
describeGpuScenarios(started);
