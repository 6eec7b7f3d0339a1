import { join } from 'node:path';
import { linkName, ownNames } from '../../journal/own-names.ts';

/** Programs of a node; `cni-*` are the plugins of the pod network. */
export const embeddedPrograms = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'containerd',
  'containerd-shim-runc-v2',
  'ctr',
  'runc',
  'cni-bridge',
  'cni-host-local',
  'cni-loopback',
] as const;

/** Enforces NetworkPolicies; a node does without where the machine lacks what it needs (`lackOfNetworkPolicy`). */
export const policyProgram = 'kube-router';

export type EmbeddedProgram = (typeof embeddedPrograms)[number] | typeof policyProgram;

/** Absolute paths on the host. */
export type EmbeddedPrograms = Record<(typeof embeddedPrograms)[number], string> &
  Partial<Record<typeof policyProgram, string>>;

/** Where everything of one node is, as seen from the host. */
export interface NodeLayout {
  name: string;
  /** Name of the node's cgroups, and the owner of its processes. */
  owner: string;
  /** Host's end of the link to the node. */
  link: string;
  /** On disk: images, containers, logs. */
  folder: string;
  logsFolder: string;
  kubeconfigPath: string;
  statePath: string;
}

export function nodeLayout(name: string, env: NodeJS.ProcessEnv): NodeLayout {
  const names = ownNames(env);
  const owner = `${names.prefix}${name}`;
  const folder = join(names.clustersFolder, name);
  return {
    name,
    owner,
    link: linkName(owner, names),
    folder,
    logsFolder: join(folder, 'logs'),
    kubeconfigPath: join(folder, 'admin.kubeconfig'),
    statePath: join(folder, 'node.json'),
  };
}

/**
 * Paths inside the node's mount namespace. They are short whatever the cache folder's path is,
 * because a Unix socket's path has at most 107 bytes, unix(7). All but `/var/lib/kubelet`,
 * `/var/lib/containerd` and `/var/log/pods` is on tmpfs: keys and etcd never touch the disk.
 */
export const inNode = {
  programs: '/run/tenantproof/programs',
  cniPlugins: '/run/tenantproof/programs/cni',
  cniConfig: '/run/tenantproof/config/cni',
  config: '/run/tenantproof/config',
  pki: '/run/tenantproof/pki',
  etcd: '/run/tenantproof/etcd',
  containerdSocket: '/run/containerd/containerd.sock',
} as const;

/** Path of a program inside the node; CNI looks its plugins up by their own names in one folder. */
export const programInNode = (program: EmbeddedProgram): string =>
  program.startsWith('cni-')
    ? `${inNode.cniPlugins}/${program.slice('cni-'.length)}`
    : `${inNode.programs}/${program}`;

export const nodeName = 'node-1';
/** The `kubernetes` service; without kube-proxy, an address of the node itself. */
export const apiServiceIp = '10.96.0.1';
export const serviceCidr = '10.96.0.0/16';
