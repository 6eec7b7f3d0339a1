import '../../helpers/one-cluster-at-a-time.ts';
import { afterAll, beforeAll } from 'vitest';
import { describeClusterWeaknesses } from './cluster-weaknesses.suite.ts';
import { describeKubeSource } from './kube-source.suite.ts';
import { describeManifests } from './manifests.suite.ts';
import { startPlatformOnCluster, type PlatformOnCluster } from './platform-on-cluster.ts';
import { describeReplacePods } from './replace-pods.suite.ts';
import { describeWeaknesses } from './weaknesses.suite.ts';

// One cluster for all of them: it takes longer to start than they take to run.
let platform: PlatformOnCluster | undefined;

beforeAll(async () => {
  platform = await startPlatformOnCluster();
}, 180_000);

afterAll(async () => {
  await platform?.[Symbol.asyncDispose]();
}, 60_000);

const started = (): PlatformOnCluster => {
  if (!platform) throw new Error('the cluster is up before the first test');
  return platform;
};

describeManifests(started);
describeKubeSource(started);
describeReplacePods(started);
describeClusterWeaknesses(started);
describeWeaknesses(started);
