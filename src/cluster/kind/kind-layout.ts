import { join } from 'node:path';
import { ownNames } from '../../journal/own-names.ts';

/** Where everything of one kind cluster is. */
export interface KindLayout {
  /** Name of the cluster as kind knows it. */
  cluster: string;
  /** Name of the node, and of its container. */
  node: string;
  folder: string;
  configPath: string;
  kubeconfigPath: string;
  statePath: string;
}

/** @param name ours, unique among the clusters of a cache folder; kind wants lower case */
export function kindLayout(name: string, env: NodeJS.ProcessEnv): KindLayout {
  const { prefix, clustersFolder } = ownNames(env);
  const cluster = `${prefix}${name.toLowerCase()}`;
  const folder = join(clustersFolder, name);
  return {
    cluster,
    node: `${cluster}-control-plane`,
    folder,
    configPath: join(folder, 'kind.yaml'),
    kubeconfigPath: join(folder, 'admin.kubeconfig'),
    statePath: join(folder, 'kind.json'),
  };
}
