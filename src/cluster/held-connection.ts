import { Watch, type KubeConfig } from '@kubernetes/client-node';
import { EnvironmentError } from '../model/errors.ts';
import { nowMs } from '../system/clock.ts';
import type { ClusterWatch } from './watch-cluster.ts';

/** The API server ends each connection in order after so long; the client ends one that says nothing for 30 s. */
const heldForSeconds = 20;
/** No two are opened within a shorter time. */
const leastBetweenMs = 1_000;

/**
 * Holds a connection open to the API server of a cluster of our own. An API server that is killed breaks it, also if the
 * kubelet has another in its place before anybody who looks once a second finds that one missing.
 * @param path of a resource that is watched, e.g. `/api/v1/namespaces`
 */
export function holdConnection(kube: KubeConfig, path: string): ClusterWatch {
  const lost = new AbortController();
  const stopped = new AbortController();
  const hold = async (): Promise<void> => {
    const cause = await holdOn(() => untilItEnds(kube, path, stopped.signal), stopped.signal);
    if (cause === undefined) return;
    const message = `The API server was killed or cut off: a connection to it broke (${cause})`;
    lost.abort(new EnvironmentError(message, { code: 'api-server-lost' }));
  };
  void hold();
  return { lost: lost.signal, stop: () => stopped.abort() };
}

/** @returns why a connection broke; undefined if it was to stop */
async function holdOn(
  untilItEnds: () => Promise<string | undefined>,
  stopped: AbortSignal,
): Promise<string | undefined> {
  for (;;) {
    const openedAtMs = nowMs();
    const cause = await untilItEnds();
    if (stopped.aborted) return undefined;
    if (cause !== undefined) return cause;
    // One that was held for long is opened again at once: an API server may be killed between the two.
    const waitMs = leastBetweenMs - (nowMs() - openedAtMs);
    if (waitMs > 0) await new Promise((resume) => setTimeout(resume, waitMs).unref());
    if (stopped.aborted) return undefined;
  }
}

/** @returns why it broke; undefined if it was ended in order or is to stop, or the API server answered that it cannot be had */
async function untilItEnds(kube: KubeConfig, path: string, stop: AbortSignal): Promise<string | undefined> {
  const ended = Promise.withResolvers<unknown>();
  const terms = { timeoutSeconds: heldForSeconds };
  const opening = new Watch(kube).watch(path, terms, () => undefined, ended.resolve);
  opening.catch(ended.resolve);
  const hangUp = (): void => {
    ended.resolve(undefined);
    void opening.then((connection) => connection.abort(), ended.resolve);
  };
  stop.addEventListener('abort', hangUp, { once: true });
  if (stop.aborted) hangUp();
  const error = await ended.promise;
  stop.removeEventListener('abort', hangUp);
  return whyBroken(error);
}

/** Late answers and refusals of a server that is there are for the looks to count. */
function whyBroken(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name === 'TimeoutError' || 'statusCode' in error) return undefined;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
