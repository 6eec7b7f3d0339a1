import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { mustRun } from '../../system/run-program.ts';
import { waitUntil, type Probe } from '../../system/wait-until.ts';
import { ownNames } from '../own-names.ts';

/** Label that kind puts on the containers of a cluster: `pkg/cluster/constants/constants.go` of its source. */
export const kindClusterLabel = 'io.x-k8s.kind.cluster';

/** Whoever took the node away may still be at it, and the engine refuses to remove what is being removed. */
const goneWithinMs = 110_000;

/** Removes the containers of a kind cluster and their volumes, as `kind delete cluster` does; no program of kind is needed. */
export async function removeKindCluster(
  { engine, name }: { engine: ContainerEngine; name: string },
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  if (!name.startsWith(ownNames(env).prefix)) {
    throw new EnvironmentError(`kind cluster ${name} is not ours to remove`, { code: 'not-ours' });
  }
  const filter = ['ps', '--all', '--quiet', '--filter', `label=${kindClusterLabel}=${name}`];
  const list = async (within: AbortSignal): Promise<string[]> =>
    (await mustRun(engine, filter, { signal: within })).split('\n').filter((id) => id !== '');
  // An engine that does not answer is told at once.
  if ((await list(signal)).length === 0) return;
  const remove: Probe<true> = async (within) => {
    const ids = await list(within);
    if (ids.length > 0) await mustRun(engine, ['rm', '--force', '--volumes', ...ids], { signal: within });
    return { ready: true };
  };
  const what = `${engine} to remove the containers of ${name}`;
  await waitUntil(remove, { what, timeoutMs: goneWithinMs, intervalMs: 500, signal });
}
