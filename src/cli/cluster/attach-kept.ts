import { existsSync } from 'node:fs';
import type { Cluster } from '../../cluster/cluster.ts';
import { nodeLayout } from '../../cluster/embedded/node-layout.ts';
import { kindLayout } from '../../cluster/kind/kind-layout.ts';
import { readKindState } from '../../cluster/kind/kind-state.ts';
import { keptClusterName, type PlaceContext } from './cluster-place.ts';
import { embeddedPlace } from './embedded-place.ts';
import { kindPlace } from './kind-place.ts';

/** The kind of the cluster that `up` left, by the file that says how to use it. */
export function keptKind(env: NodeJS.ProcessEnv): 'kind' | 'embedded' | undefined {
  if (existsSync(kindLayout(keptClusterName, env).statePath)) return 'kind';
  return existsSync(nodeLayout(keptClusterName, env).statePath) ? 'embedded' : undefined;
}

/** The cluster that `up` left, whatever it was made of; undefined if there is none that is healthy. */
export async function attachKept(context: PlaceContext): Promise<Cluster | undefined> {
  const state = await readKindState(kindLayout(keptClusterName, context.env));
  if (!state) return embeddedPlace(context).attach();
  const { image: kindImage, gpus } = state.madeOf;
  return kindPlace({ kindImage, gpus }, context).attach();
}
