import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { KubeConfig } from '@kubernetes/client-node';
import type { ProgressStep } from '../../model/progress.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { containerdFlags } from './containerd-config.ts';
import { apiServerFlags, controllerManagerFlags, etcdFlags, schedulerFlags } from './control-plane.ts';
import { kubeletFlags } from './kubelet-config.ts';
import { loadImage } from './load-image.ts';
import { inNode, type EmbeddedProgram, type NodeLayout } from './node-layout.ts';
import { startNodeProgram } from './node-program.ts';
import { waitForApiServer, waitForNode } from './node-ready.ts';
import { writePauseImage } from './pause-image.ts';

export interface StartProgramsOptions {
  layout: NodeLayout;
  pid: number;
  ctr: string;
  kube: KubeConfig;
  nodeIp: string;
  /** Aborted when a program ends, now or later. */
  lost: AbortController;
  signal: AbortSignal;
  step: ProgressStep;
}

/** Starts the programs of the node and waits until it is ready to run pods. */
export async function startPrograms(options: StartProgramsOptions): Promise<void> {
  const { layout, pid, kube, nodeIp, lost, signal, step } = options;
  const start = (program: EmbeddedProgram, flags: readonly string[]): Promise<void> =>
    startNodeProgram(program, flags, { layout, nodePid: pid, onEnd: (error) => lost.abort(error) });
  step.update('Starting a Kubernetes node: API server');
  await Promise.all([
    start('etcd', etcdFlags()),
    start('kube-apiserver', apiServerFlags(nodeIp)),
    start('containerd', containerdFlags()),
  ]);
  const pauseLoaded = loadPauseImage(options);
  const nodeReady = async (): Promise<void> => {
    await waitForApiServer(kube, signal);
    step.update('Starting a Kubernetes node: kubelet');
    await Promise.all([
      start('kubelet', kubeletFlags(nodeIp)),
      start('kube-controller-manager', controllerManagerFlags()),
      start('kube-scheduler', schedulerFlags()),
    ]);
    await waitForNode(kube, signal);
  };
  await Promise.all([pauseLoaded, nodeReady()]);
}

async function loadPauseImage({ layout, pid, ctr, signal }: StartProgramsOptions): Promise<void> {
  const archive = join(layout.folder, 'pause.tar');
  await writePauseImage(archive, process.arch);
  const socket = `/proc/${pid}/root${inNode.containerdSocket}`;
  await waitUntil(async () => (existsSync(socket) ? { ready: true } : { seen: 'no socket' }), {
    what: 'containerd',
    timeoutMs: 30_000,
    signal,
  });
  await loadImage(archive, { ctr, nodePid: pid, signal });
}
