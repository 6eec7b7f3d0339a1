import { expect, test } from 'vitest';
import { jobForPods } from '../../../../src/experiment/load/pods/cluster-load.ts';
import { loadJobManifest, loadSecretManifest } from '../../../../src/experiment/load/pods/load-manifests.ts';
import { readPodSettings } from '../../../../src/experiment/load/pods/pod-settings.ts';

const load = {
  name: 'victim-1',
  namespace: 'tenantproof-load',
  image: 'docker.io/tenantproof/load-generator:1',
  pods: 4,
  streamed: true,
  sinkPort: 9998,
  stretches: [
    { name: 'first', rateRps: 400, startSeconds: 0, durationSeconds: 12.5, vus: 10 },
    { name: 'sham_second', rateRps: 400, startSeconds: 10, durationSeconds: 20, vus: 10 },
  ],
};
const order = { apiKeys: ['tp-very-secret'], body: '{}', timeoutSeconds: 5, stretches: load.stretches };
const manifest = loadJobManifest(load);
const pod = manifest.spec?.template.spec;

test('the Job ends by itself, is tried once, and is removed by Kubernetes', () => {
  expect(manifest.spec).toMatchObject({
    completionMode: 'Indexed',
    completions: 4,
    parallelism: 4,
    backoffLimit: 0,
    activeDeadlineSeconds: 930,
    ttlSecondsAfterFinished: 120,
    suspend: true,
  });
  expect(pod?.restartPolicy).toBe('Never');
  expect(manifest.metadata?.labels).toEqual({ 'app.kubernetes.io/managed-by': 'tenantproof' });
});

test('its pods have no rights, no credentials and a limit of memory', () => {
  expect(pod).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65532 },
    containers: [
      {
        imagePullPolicy: 'Never',
        resources: { limits: { memory: '1024Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  });
});

test('a pod reads from its environment what it was told', () => {
  const environment = pod?.containers[0]?.env?.map(({ name, value = '' }) => [name, value]) ?? [];
  expect(readPodSettings({ ...Object.fromEntries(environment), JOB_COMPLETION_INDEX: '3' })).toEqual({
    index: 3,
    pods: 4,
    streamed: true,
    sinkPort: 9998,
    memoryMiB: 512,
  });
  const { sinkPort: _sinkPort, ...rest } = load;
  expect(JSON.stringify(loadJobManifest({ ...rest, streamed: false }))).not.toContain('LOAD_SINK_PORT');
});

test('keys and token are in the Secret alone, which goes with the Job', () => {
  const job = jobForPods(order, { gateway: new URL('http://10.0.0.7:8080'), pods: 4 });
  const secret = loadSecretManifest(load, { uid: 'uid-of-the-job', job, token: 'a-token' });
  expect(secret.metadata?.ownerReferences).toEqual([
    { apiVersion: 'batch/v1', kind: 'Job', name: 'victim-1', uid: 'uid-of-the-job' },
  ]);
  expect(secret.stringData?.['token']).toBe('a-token');
  expect(JSON.parse(secret.stringData?.['job.json'] ?? '')).toEqual({
    ...order,
    url: 'http://10.0.0.7:8080/v1/chat/completions',
    sinkUrl: 'http://127.0.0.1:9998/',
    stretches: load.stretches.map((stretch) => ({ ...stretch, vus: 12 })),
  });
  expect(JSON.stringify(manifest)).not.toMatch(/secret-|very-secret|a-token/);
  expect(pod?.volumes).toEqual([{ name: 'secret', secret: { secretName: 'victim-1', defaultMode: 0o440 } }]);
});

test('a load without a sham has no null sink', () => {
  const plain = { ...order, stretches: order.stretches.slice(0, 1) };
  expect(jobForPods(plain, { gateway: new URL('http://10.0.0.7'), pods: 4 })).not.toHaveProperty('sinkUrl');
});
