import { getContainerRuntimeClient, type StartedTestContainer } from 'testcontainers';
import { waitUntil } from '../../../src/system/wait-until.ts';

type Docker = Awaited<ReturnType<typeof getContainerRuntimeClient>>['container']['dockerode'];
type Container = ReturnType<Docker['getContainer']>;
export type State = Awaited<ReturnType<Container['inspect']>>['State'];

/** In the name of every network and image of these tests, and a label of every container. */
export const mark = 'tenantproof-test';

/** Why containers cannot be tested here; undefined if they can. */
export const lackOfDocker = async (): Promise<string | undefined> =>
  getContainerRuntimeClient().then(
    () => undefined,
    () => 'no Docker engine answers',
  );

const docker = async (): Promise<Docker> => (await getContainerRuntimeClient()).container.dockerode;

/** For what testcontainers has no word for. */
export const inDocker = async (container: StartedTestContainer): Promise<Container> =>
  (await docker()).getContainer(container.getId());

export const stateOf = async (container: StartedTestContainer): Promise<State> =>
  (await (await inDocker(container)).inspect()).State;

/** The state in which the container is once it is so. */
export const untilState = (
  container: StartedTestContainer,
  what: string,
  isSo: (state: State) => boolean,
): Promise<State> =>
  waitUntil(
    async () => {
      const state = await stateOf(container);
      return isSo(state) ? { ready: state } : { seen: JSON.stringify(state) };
    },
    { what, timeoutMs: 45_000, intervalMs: 200, signal: AbortSignal.timeout(50_000) },
  );

/**
 * Removes every container, network and image of these tests, also those of a run that was killed. It does what
 * testcontainers leaves to Ryuk, a container of its own whose image would have to be pulled.
 */
export async function removeAll(): Promise<void> {
  const engine = await docker();
  const containers = await engine.listContainers({ all: true, filters: { label: [mark] } });
  for (const { Id } of containers) await engine.getContainer(Id).remove({ force: true, v: true });
  const networks = await engine.listNetworks({ filters: { name: [mark] } });
  for (const { Id } of networks) await engine.getNetwork(Id).remove();
  const images = await engine.listImages({ filters: { reference: [`${mark}/*`] } });
  for (const { Id } of images) await engine.getImage(Id).remove({ force: true });
}
