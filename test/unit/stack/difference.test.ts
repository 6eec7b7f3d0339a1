import { expect, test } from 'vitest';
import { difference } from '../../../src/stack/manifests/difference.ts';
import type { Manifest } from '../../../src/stack/manifests/manifest.ts';

const quota = (hard: Record<string, string>): Manifest & { spec: object } => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'q', namespace: 'tenant-b' },
  spec: { hard },
});
const range: Manifest = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'r', namespace: 'tenant-b' },
};

test('only what changed is applied, only what is gone is removed', () => {
  const before = [quota({ pods: '10' }), range];
  expect(difference(before, before)).toEqual({ apply: [], remove: [] });
  expect(difference(before, [quota({ pods: '9' }), range])).toEqual({
    apply: [quota({ pods: '9' })],
    remove: [],
  });
  expect(difference(before, [quota({ pods: '10' })])).toEqual({ apply: [], remove: [range] });
  expect(difference([], [range])).toEqual({ apply: [range], remove: [] });
});

test('the same name in another namespace is another object', () => {
  const elsewhere = { ...range, metadata: { name: 'r', namespace: 'tenant-a' } };
  expect(difference([range], [elsewhere])).toEqual({ apply: [elsewhere], remove: [range] });
});
