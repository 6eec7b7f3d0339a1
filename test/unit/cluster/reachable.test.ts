import { ApiException, KubeConfig } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { reachable } from '../../../src/cluster/reachable.ts';
import { EnvironmentError } from '../../../src/model/errors.ts';

const kube = new KubeConfig();
kube.loadFromClusterAndUser({ name: 'c', server: 'https://api:6443', skipTLSVerify: false }, { name: 'u' });

test.each([
  [
    new ApiException(500, 'Message: Unknown API Status Code!', '{"message":"etcd is gone"}', {}),
    'https://api:6443 answers 500: etcd is gone',
  ],
  [
    new Error('request failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:6443') }),
    'https://api:6443 does not answer: connect ECONNREFUSED 127.0.0.1:6443',
  ],
])('%s', async (failure, message) => {
  const call = reachable(kube, Promise.reject(failure));
  await expect(call).rejects.toMatchObject({
    name: 'EnvironmentError',
    message,
    code: 'cluster-unreachable',
  });
});

test('what is understood already stays as it is, and so does an answer', async () => {
  const known = new EnvironmentError('no GPU', { code: 'no-gpu-offered' });
  await expect(reachable(kube, Promise.reject(known))).rejects.toBe(known);
  await expect(reachable(kube, Promise.resolve(7))).resolves.toBe(7);
});
