import { ApiException, CoreV1Api, VersionApi, type KubeConfig } from '@kubernetes/client-node';
import { EnvironmentError } from '../model/errors.ts';
import { holdConnection } from './held-connection.ts';
import { gpu, offerGpus } from './node-ready.ts';

export interface ClusterWatch {
  /** Aborted, with the reason, when the cluster is lost: what is measured after that cannot be believed. */
  lost: AbortSignal;
  stop: () => void;
}

const everyMs = 1_000;
/** Longest that one look may take. */
const answerWithinMs = 3_000;
/** Looks without an answer after which the API server counts as lost. */
const mostUnanswered = 2;

/**
 * Looks at the node once a second, and holds a connection to its API server; offers its simulated GPUs, if it has such, again
 * should the kubelet have dropped them.
 */
export function watchNode(
  kube: KubeConfig,
  nodeName: string,
  { simulatedGpus }: { simulatedGpus: boolean },
): ClusterWatch {
  const core = kube.makeApiClient(CoreV1Api);
  const connection = holdConnection(kube, '/api/v1/nodes');
  const looks = watch(async () => {
    const node = await core.readNode({ name: nodeName }).catch((error: unknown) => {
      if (!(error instanceof ApiException) || error.code !== 404) throw error;
      throw new EnvironmentError(`The node ${nodeName} was deleted`, { code: 'node-deleted' });
    });
    if (simulatedGpus && node.status?.capacity?.[gpu] === undefined) await offerGpus(core, nodeName);
  });
  return {
    lost: AbortSignal.any([looks.lost, connection.lost]),
    stop: () => {
      looks.stop();
      connection.stop();
    },
  };
}

/** Looks once a second whether the API server answers. */
export function watchApiServer(kube: KubeConfig): ClusterWatch {
  const version = kube.makeApiClient(VersionApi);
  return watch(async () => void (await version.getCode()));
}

/** @param look throws an EnvironmentError if the cluster is lost, anything else if it could not tell */
function watch(look: () => Promise<void>): ClusterWatch {
  const lost = new AbortController();
  let unanswered = 0;
  let looking = false;
  const lookOnce = async (): Promise<void> => {
    try {
      await within(look());
      unanswered = 0;
    } catch (error) {
      if (error instanceof EnvironmentError) return lost.abort(error);
      if (++unanswered < mostUnanswered) return;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The API server stopped answering: ${reason}`;
      lost.abort(new EnvironmentError(message, { code: 'api-server-lost' }));
    }
  };
  const timer = setInterval(() => {
    if (looking || lost.signal.aborted) return;
    looking = true;
    void lookOnce().finally(() => (looking = false));
  }, everyMs).unref();
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}

async function within<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${answerWithinMs / 1000} s`)),
      answerWithinMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
