import type { KubeConfig } from '@kubernetes/client-node';
import { EnvironmentError } from '../model/errors.ts';
import { apiFailure } from './api-failure.ts';

/**
 * Turns a call that failed, which the client words in its own way, into a failure that names the cluster and what it said.
 * @throws EnvironmentError `cluster-unreachable`
 */
export const reachable = <T>(kube: KubeConfig, answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    if (cause instanceof EnvironmentError) throw cause;
    const server = kube.getCurrentCluster()?.server;
    const { httpStatus, message } = apiFailure(cause);
    const what = httpStatus === 0 ? 'does not answer' : `answers ${httpStatus}`;
    throw new EnvironmentError(`${server} ${what}: ${message.split('\n', 1)[0]}`, {
      code: 'cluster-unreachable',
      hint: 'Check that its API server runs; of a cluster of your own also --kubeconfig, --context, and whether its token is still valid.',
      cause,
    });
  });
