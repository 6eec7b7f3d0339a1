import { GenericContainer, Network, type StartedTestContainer, Wait } from 'testcontainers';
import { imageName, type Target } from './build-images.ts';
import { mark } from './docker.ts';
import { mountPath, type StackFiles, writeStackFiles } from './stack-files.ts';

/** testcontainers has no word for it. */
class ReadOnlyContainer extends GenericContainer {
  protected override beforeContainerCreated(): Promise<void> {
    this.hostConfig.ReadonlyRootfs = true;
    return Promise.resolve();
  }
}

/** A container held as the manifests hold it: what it may do, and 512 MiB. */
export const containerOf = (target: Target): GenericContainer =>
  new ReadOnlyContainer(imageName(target))
    .withLabels({ [mark]: target })
    .withDroppedCapabilities('ALL')
    .withSecurityOpt('no-new-privileges')
    .withResourcesQuota({ memory: 0.5 });

const mounting = (
  container: GenericContainer,
  { folder }: StackFiles,
  target = mountPath,
): GenericContainer => container.withBindMounts([{ source: folder, target, mode: 'ro' }]);

export const engineContainer = (): GenericContainer =>
  containerOf('engine').withExposedPorts(9000).withWaitStrategy(Wait.forHealthCheck());

/** Takes from files and a variable what it finds through the Kubernetes API in a cluster. */
export const gatewayContainer = (files: StackFiles): GenericContainer =>
  mounting(containerOf('gateway'), files)
    .withEnvironment({
      CONFIG_FILE: `${mountPath}/gateway.yaml`,
      API_KEYS_FILE: `${mountPath}/keys.json`,
      ENGINE_URLS: 'http://engine:9000',
    })
    .withExposedPorts(8080)
    .withWaitStrategy(Wait.forHealthCheck());

export const prometheusContainer = (files: StackFiles): GenericContainer =>
  mounting(containerOf('prometheus'), files, '/etc/prometheus')
    .withTmpFs({ '/prometheus': 'size=256m,mode=1777' })
    .withExposedPorts(9090)
    .withWaitStrategy(Wait.forHttp('/-/ready', 9090));

/** Gateway and engine on a network of their own. */
export interface ContainerStack extends AsyncDisposable {
  gateway: StartedTestContainer;
  engine: StartedTestContainer;
  files: StackFiles;
  /** Starts another one beside them. */
  add(container: GenericContainer): Promise<StartedTestContainer>;
}

let networks = 0;

export async function startContainerStack(): Promise<ContainerStack> {
  await using starting = new AsyncDisposableStack();
  const files = starting.use(await writeStackFiles());
  const name = `${mark}-${++networks}`;
  const network = starting.use(await new Network({ nextUuid: () => name }).start());
  const add = async (container: GenericContainer): Promise<StartedTestContainer> =>
    stack.use(await container.withNetwork(network).start());
  const stack = starting.move();
  try {
    const [engine, gateway] = await Promise.all([
      add(engineContainer().withNetworkAliases('engine')),
      add(gatewayContainer(files).withNetworkAliases('gateway')),
    ]);
    return { gateway, engine, files, add, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** Address of the container's port, as it is reached from here. */
export const urlOf = (container: StartedTestContainer): string =>
  `http://${container.getHost()}:${container.getFirstMappedPort()}`;
