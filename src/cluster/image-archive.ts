import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { EnvironmentError } from '../model/errors.ts';

const indexSchema = z.object({
  manifests: z.array(
    z.object({ digest: z.string(), annotations: z.object({ 'io.containerd.image.name': z.string() }) }),
  ),
});

/** Reference and manifest digest of each image in an OCI layout tar. @throws EnvironmentError `bad-image-archive` */
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

/**
 * Whether a node has every image of the archive.
 * @param table what `ctr images list` prints: a head line, then reference, type and digest of each image
 */
export async function hasImages(table: string, archivePath: string): Promise<boolean> {
  const rows = table.split('\n').slice(1);
  const present = new Map(
    rows.map((row) => row.split(/\s+/)).map(([ref = '', , digest = '']) => [ref, digest]),
  );
  return (await imagesOf(archivePath)).every(({ ref, digest }) => present.get(ref) === digest);
}
