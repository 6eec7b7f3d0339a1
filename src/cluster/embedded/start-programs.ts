import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import type { EnvironmentError } from '../../model/errors.ts';
import type { ProgressStep } from '../../model/progress.ts';
import { writeOciArchive } from '../../oci/oci-archive.ts';
import { pauseImage } from '../../oci/pause-image.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { containerdFlags } from './containerd-config.ts';
import { apiServerFlags, controllerManagerFlags, etcdFlags, schedulerFlags } from './control-plane.ts';
import { kubeletFlags } from './kubelet-config.ts';
import { loadImage } from './load-image.ts';
import { kubeRouterFlags } from './network-policy.ts';
import { waitForApiServer, waitForNode } from '../node-ready.ts';
import { inNode, nodeName, policyProgram, type EmbeddedProgram, type NodeLayout } from './node-layout.ts';
import { startNodeProgram } from './node-program.ts';

export interface StartProgramsOptions {
  layout: NodeLayout;
  pid: number;
  ctr: string;
  kube: KubeConfig;
  nodeIp: string;
  /** Starts what enforces NetworkPolicies; nobody waits for it here. */
  networkPolicy: boolean;
  /** Called when a program ends, now or later. */
  onEnd: (error: EnvironmentError) => void;
  signal: AbortSignal;
  step: ProgressStep;
}

/** Starts the programs of the node and waits until it is ready to run pods. */
export async function startPrograms(options: StartProgramsOptions): Promise<void> {
  const { layout, pid, kube, nodeIp, networkPolicy, onEnd, signal, step } = options;
  const start = (program: EmbeddedProgram, flags: readonly string[]): Promise<void> =>
    startNodeProgram(program, flags, { layout, nodePid: pid, onEnd });
  step.update('Starting a Kubernetes node: API server');
  await Promise.all([
    start('etcd', etcdFlags()),
    start('kube-apiserver', apiServerFlags(nodeIp)),
    start('containerd', containerdFlags()),
  ]);
  const containerdReady = waitForContainerd(options);
  const pauseLoaded = containerdReady.then(() => loadPauseImage(options));
  const nodeReady = async (): Promise<void> => {
    // A kubelet that finds no containerd gives up at once; one without an API server asks again too seldom.
    await Promise.all([containerdReady, waitForApiServer(kube, signal)]);
    step.update('Starting a Kubernetes node: kubelet');
    await Promise.all([
      start('kubelet', kubeletFlags(nodeIp)),
      start('kube-controller-manager', controllerManagerFlags()),
      start('kube-scheduler', schedulerFlags()),
    ]);
    await waitForNode(kube, nodeName, signal);
    if (networkPolicy) await start(policyProgram, kubeRouterFlags());
  };
  await Promise.all([pauseLoaded, nodeReady()]);
}

async function waitForContainerd({ pid, signal }: StartProgramsOptions): Promise<void> {
  const path = `/proc/${pid}/root${inNode.containerdSocket}`;
  const answers = async (budget: AbortSignal): Promise<{ ready: true }> => {
    const socket = connect({ path, signal: budget });
    try {
      await once(socket, 'connect');
      return { ready: true };
    } finally {
      socket.destroy();
    }
  };
  await waitUntil(answers, { what: 'containerd', timeoutMs: 30_000, intervalMs: 30, signal });
}

async function loadPauseImage({ layout, pid, ctr, signal }: StartProgramsOptions): Promise<void> {
  const archive = join(layout.folder, 'pause.tar');
  await writeOciArchive(pauseImage(process.arch), archive);
  await loadImage(archive, { ctr, nodePid: pid, signal });
}
