import type { Problem } from '../../cluster/cluster.ts';
import { findContainerEngine } from '../../cluster/kind/container-engine.ts';
import { defaultNodeImage, obtainNodeImage } from '../../cluster/kind/node-image.ts';
import { attachKindCluster, startKindCluster } from '../../cluster/kind/start-kind-cluster.ts';
import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { findPrograms } from '../../toolchain/toolchain.ts';
import { keptClusterName, type OwnPlace, type PlaceContext } from './cluster-place.ts';

/** A kind cluster: Docker or Podman, and a node image that is there or can be pulled. */
export function kindPlace(image: string = defaultNodeImage, context: PlaceContext): OwnPlace {
  const engineFound = async (): Promise<ContainerEngine> => {
    const found = await findContainerEngine(context.signal);
    if ('engine' in found) return found.engine;
    throw new EnvironmentError(`No container engine answers: ${found.lacks}`, {
      code: 'no-container-engine',
      hint: 'Start Docker or Podman.',
    });
  };
  const ready = async (): Promise<{ engine: ContainerEngine; image: string }> => {
    const engine = await engineFound();
    await obtainNodeImage({ ...context, engine, image });
    return { engine, image };
  };
  return {
    kind: 'kind',
    programs: ['kind'],
    problems: () => ready().then(noProblem, asProblem),
    attach: async () => {
      const { kind } = await findPrograms(['kind'], context);
      return attachKindCluster({
        ...context,
        engine: await engineFound(),
        image,
        kind,
        name: keptClusterName,
      });
    },
    start: async (order) => {
      const { kind } = await findPrograms(['kind'], context);
      return startKindCluster({ ...context, ...order, ...(await ready()), kind });
    },
  };
}

const noProblem = (): Problem[] => [];

function asProblem(error: unknown): Problem[] {
  if (!(error instanceof EnvironmentError)) throw error;
  return [{ code: error.code, message: error.message, hint: error.hint ?? '' }];
}
