import { mustRun } from '../../system/run-program.ts';
import { hasImages } from '../image-archive.ts';
import { inNode } from './node-layout.ts';

export interface ContainerdClient {
  /** `ctr` on the host; containerd's socket is reached through the node's root folder. */
  ctr: string;
  nodePid: number;
  signal: AbortSignal;
}

/** Imports an OCI layout tar into the node's containerd, unless all its images are there already. */
export async function loadImage(archivePath: string, client: ContainerdClient): Promise<void> {
  const table = await mustRun(client.ctr, [...ctrFlags(client), 'images', 'list'], client);
  if (await hasImages(table, archivePath)) return;
  await mustRun(client.ctr, [...ctrFlags(client), 'images', 'import', archivePath], client);
}

const ctrFlags = ({ nodePid }: ContainerdClient): string[] => [
  '--address',
  `/proc/${nodePid}/root${inNode.containerdSocket}`,
  '--namespace',
  'k8s.io',
];
