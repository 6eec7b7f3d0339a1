import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { mustRun } from '../../system/run-program.ts';
import { ownNames } from '../own-names.ts';

/** Label that kind puts on the containers of a cluster: `pkg/cluster/constants/constants.go` of its source. */
export const kindClusterLabel = 'io.x-k8s.kind.cluster';

/** Removes the containers of a kind cluster and their volumes, as `kind delete cluster` does; no program of kind is needed. */
export async function removeKindCluster(
  { engine, name }: { engine: ContainerEngine; name: string },
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  if (!name.startsWith(ownNames(env).prefix)) {
    throw new EnvironmentError(`kind cluster ${name} is not ours to remove`, { code: 'not-ours' });
  }
  const filter = ['ps', '--all', '--quiet', '--filter', `label=${kindClusterLabel}=${name}`];
  const ids = (await mustRun(engine, filter, { signal })).split('\n').filter((id) => id !== '');
  if (ids.length > 0) await mustRun(engine, ['rm', '--force', '--volumes', ...ids], { signal });
}
