import { describe, expect, test } from 'vitest';
import { guestManifests } from '../../../src/stack/manifests/guest-manifests.ts';
import type { Manifest } from '../../../src/stack/manifests/manifest.ts';

const guest = {
  runId: 'run-1',
  expiresAt: new Date('2026-11-28T04:00:00Z'),
  allow: [],
  user: 'system:serviceaccount:tenantproof:harness',
};
const labels = { 'app.kubernetes.io/managed-by': 'tenantproof', 'tenantproof.dev/run': 'run-1' };
const annotations = { 'tenantproof.dev/expires-at': '2026-11-28T04:00:00.000Z' };

test('everything carries the run and an expiry, beside what it carries anyway', () => {
  const manifest: Manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'one', namespace: 'tenant-a', labels: { app: 'x' } },
  };
  expect(guestManifests([manifest], guest)).toEqual([
    {
      ...manifest,
      metadata: { name: 'one', namespace: 'tenant-a', labels: { app: 'x', ...labels }, annotations },
    },
  ]);
});

test('each namespace lets us in, by one role', () => {
  const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tenant-a' } };
  const [, binding] = guestManifests([namespace], guest);
  expect(binding).toMatchObject({
    kind: 'RoleBinding',
    metadata: { name: 'tenantproof-harness', namespace: 'tenant-a', labels },
    roleRef: { kind: 'ClusterRole', name: 'tenantproof-namespace' },
    subjects: [{ kind: 'User', name: 'system:serviceaccount:tenantproof:harness' }],
  });
});

test('a policy acts on our namespaces only, whatever labels those of others have', () => {
  const tenants = { key: 'tenant', operator: 'Exists' };
  const policy = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'gate' },
    spec: { matchConstraints: { namespaceSelector: { matchExpressions: [tenants] } } },
  };
  expect(guestManifests([policy], guest)).toMatchObject([
    {
      spec: {
        matchConstraints: {
          namespaceSelector: {
            matchExpressions: [tenants, { key: 'tenantproof.dev/run', operator: 'In', values: ['run-1'] }],
          },
        },
      },
    },
  ]);
});

describe('a priority', () => {
  const manifest: Manifest = {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'platform-critical' },
  };

  test('evicts nobody', () => {
    expect(guestManifests([manifest], guest)).toMatchObject([{ preemptionPolicy: 'Never' }]);
  });

  test('may evict where that was allowed', () => {
    expect(guestManifests([manifest], { ...guest, allow: ['preemption'] })[0]).not.toHaveProperty(
      'preemptionPolicy',
    );
  });
});
