import { createReadStream } from 'node:fs';
import { extract } from 'tar-stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { EnvironmentError } from '../../model/errors.ts';
import { mustRun } from '../../system/run-program.ts';
import { inNode } from './node-layout.ts';

const indexSchema = z.object({
  manifests: z.array(
    z.object({ digest: z.string(), annotations: z.object({ 'io.containerd.image.name': z.string() }) }),
  ),
});

export interface ContainerdClient {
  /** `ctr` on the host; containerd's socket is reached through the node's root folder. */
  ctr: string;
  nodePid: number;
  signal: AbortSignal;
}

/** Imports an OCI layout tar into the node's containerd, unless all its images are there already. */
export async function loadImage(archivePath: string, client: ContainerdClient): Promise<void> {
  const images = await imagesOf(archivePath);
  const present = await listImages(client);
  if (images.every(({ ref, digest }) => present.get(ref) === digest)) return;
  await mustRun(client.ctr, [...ctrFlags(client), 'images', 'import', archivePath], client);
}

/** References and manifest digests of an archive. */
async function imagesOf(archivePath: string): Promise<{ ref: string; digest: string }[]> {
  const index = indexSchema.parse(JSON.parse(await readIndex(archivePath)));
  return index.manifests.map(({ digest, annotations }) => ({
    ref: annotations['io.containerd.image.name'],
    digest,
  }));
}

async function readIndex(archivePath: string): Promise<string> {
  const entries = createReadStream(archivePath).pipe(extract());
  for await (const entry of entries) {
    if (entry.header.name === 'index.json') return text(entry);
    entry.resume();
  }
  throw new EnvironmentError(`${archivePath} is no OCI image archive: it has no index.json`, {
    code: 'bad-image-archive',
  });
}

async function listImages(client: ContainerdClient): Promise<Map<string, string>> {
  const table = await mustRun(client.ctr, [...ctrFlags(client), 'images', 'list'], client);
  const rows = table.split('\n').slice(1);
  return new Map(rows.map((row) => row.split(/\s+/)).map(([ref = '', , digest = '']) => [ref, digest]));
}

const ctrFlags = ({ nodePid }: ContainerdClient): string[] => [
  '--address',
  `/proc/${nodePid}/root${inNode.containerdSocket}`,
  '--namespace',
  'k8s.io',
];
