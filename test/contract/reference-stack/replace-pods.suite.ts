import { describe, expect, it } from 'vitest';
import { replacePods } from '../../../src/stack/replace-pods.ts';
import { deploymentReady } from '../../../src/stack/waiting/deployment-ready.ts';
import type { PlatformOnCluster } from './platform-on-cluster.ts';

const labels = { app: 'idler' };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'idler', namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'idler', image: 'docker.io/tenantproof/pause:1', imagePullPolicy: 'Never' }],
      },
    },
  },
};

export function describeReplacePods(platform: () => PlatformOnCluster): void {
  describe('pods of an app', () => {
    it('are replaced: none of them is left, and as many others are ready', async () => {
      const { cluster, core, kubectl, signal } = platform();
      await kubectl.apply([deployment], signal);
      await deploymentReady(cluster.kube, deployment, signal);
      const uids = async (): Promise<(string | undefined)[]> => {
        const { items } = await core.listNamespacedPod({ namespace: 'default', labelSelector: 'app=idler' });
        return items.map(({ metadata }) => metadata?.uid);
      };
      const before = new Set(await uids());
      await replacePods(cluster.kube, { namespace: 'default', app: 'idler' }, signal);
      const after = await uids();
      expect(after).toHaveLength(2);
      expect(after.filter((uid) => before.has(uid))).toEqual([]);
      await kubectl.remove([deployment], signal);
    });
  });
}
