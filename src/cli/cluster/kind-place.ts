import type { Problem } from '../../cluster/cluster.ts';
import { findContainerEngine } from '../../cluster/kind/container-engine.ts';
import { gpuHost } from '../../cluster/kind/gpu-host.ts';
import { lackOfRealGpus, whySimulated } from '../../cluster/kind/gpu-host-lack.ts';
import { defaultNodeImage, obtainNodeImage } from '../../cluster/kind/node-image.ts';
import { readGpuHostFacts } from '../../cluster/kind/read-gpu-host-facts.ts';
import { attachKindCluster, startKindCluster, type GpuPlan } from '../../cluster/kind/start-kind-cluster.ts';
import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { PlaceAsked } from '../../model/settings.ts';
import { findPrograms } from '../../toolchain/toolchain.ts';
import { keptClusterName, type OwnPlace, type PlaceContext } from './cluster-place.ts';

/** A kind cluster: Docker or Podman, and a node image that is there or can be pulled. */
export function kindPlace(
  {
    kindImage: image = defaultNodeImage,
    gpus = 'simulated',
  }: Partial<Pick<PlaceAsked, 'kindImage' | 'gpus'>>,
  context: PlaceContext,
): OwnPlace {
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
  const planGpus = async (engine: ContainerEngine): Promise<GpuPlan> => {
    const { signal } = context;
    const host = gpuHost(await readGpuHostFacts(signal));
    signal.throwIfAborted();
    if (gpus === 'simulated') return { simulated: whySimulated(engine, host) };
    const lack = lackOfRealGpus(engine, host);
    if (lack === undefined) return { real: await findPrograms(['kubectl'], context) };
    throw new EnvironmentError(`No real GPUs, which --gpus asks for: ${lack}`, {
      code: 'no-real-gpus',
      hint: 'Without --gpus real they are simulated, and every verdict says so.',
    });
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
        gpus,
        kind,
        name: keptClusterName,
      });
    },
    start: async (order) => {
      const { kind } = await findPrograms(['kind'], context);
      const found = await ready();
      const gpuPlan = await planGpus(found.engine);
      return startKindCluster({ ...context, ...order, ...found, kind, gpus, gpuPlan });
    },
  };
}

const noProblem = (): Problem[] => [];

function asProblem(error: unknown): Problem[] {
  if (!(error instanceof EnvironmentError)) throw error;
  return [{ code: error.code, message: error.message, hint: error.hint ?? '' }];
}
