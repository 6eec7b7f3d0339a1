import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';

/** One file of an image: copied from the host, or given as text. */
export type ImageFile = { path: string; mode?: number } & ({ source: string } | { content: string | Buffer });

export interface ImageSpec {
  /** Full reference, e.g. `docker.io/tenantproof/pause:1`. */
  ref: string;
  files: readonly ImageFile[];
  entrypoint: readonly string[];
  env?: readonly string[];
  /** `uid:gid`; root if absent. */
  user?: string;
  workingDir?: string;
}

/**
 * Writes a one-layer image as an OCI layout tar, which `ctr images import` and `kind load image-archive` take.
 * Same files, same bytes: no time stamps. The archive appears under its name only when it is whole.
 * Source: OCI image-spec, image-layout.md and config.md.
 */
export async function writeOciArchive(image: ImageSpec, archivePath: string): Promise<void> {
  const partial = `${archivePath}.${process.pid}.partial`;
  const layerFile = `${partial}.layer`;
  try {
    const layer = await writeLayer(image.files, layerFile);
    const archive = pack();
    await Promise.all([
      pipeline(archive, createWriteStream(partial)),
      addLayout(archive, image, { ...layer, file: layerFile }).catch(breaking(archive)),
    ]);
    await rename(partial, archivePath);
  } finally {
    await rm(layerFile, { force: true });
    await rm(partial, { force: true });
  }
}

interface Blob {
  digest: string;
  size: number;
}

async function addLayout(archive: Pack, image: ImageSpec, layer: Blob & { file: string }): Promise<void> {
  const config = jsonBlob({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: {
      Entrypoint: image.entrypoint,
      Env: image.env ?? ['PATH=/usr/bin:/bin'],
      WorkingDir: image.workingDir ?? '/',
      ...(image.user === undefined ? {} : { User: image.user }),
    },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const manifest = jsonBlob({
    schemaVersion: 2,
    mediaType: mediaType.manifest,
    config: { mediaType: mediaType.config, digest: config.digest, size: config.size },
    layers: [{ mediaType: mediaType.layer, digest: layer.digest, size: layer.size }],
  });
  const index = {
    schemaVersion: 2,
    manifests: [
      {
        mediaType: mediaType.manifest,
        digest: manifest.digest,
        size: manifest.size,
        annotations: {
          'io.containerd.image.name': image.ref,
          'org.opencontainers.image.ref.name': image.ref,
        },
      },
    ],
  };
  archive.entry({ name: 'oci-layout', mtime: epoch }, JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  archive.entry({ name: 'index.json', mtime: epoch }, JSON.stringify(index));
  for (const blob of [config, manifest]) archive.entry({ name: blobPath(blob), mtime: epoch }, blob.text);
  await addFile(archive, { name: blobPath(layer), source: layer.file, mode: 0o644 });
  archive.finalize();
}

const epoch = new Date(0);
const mediaType = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
};

const blobPath = (blob: Blob): string => `blobs/${blob.digest.replace(':', '/')}`;

function jsonBlob(value: unknown): Blob & { text: string } {
  const text = JSON.stringify(value);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return { digest, size: Buffer.byteLength(text), text };
}

async function writeLayer(files: readonly ImageFile[], layerFile: string): Promise<Blob> {
  const layer = pack();
  const hash = createHash('sha256');
  const file = createWriteStream(layerFile);
  const hashing = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      if (file.write(chunk)) done();
      else file.once('drain', done);
    },
    final(done) {
      file.end(done);
    },
  });
  file.on('error', (error) => hashing.destroy(error));
  await Promise.all([pipeline(layer, hashing), addFiles(layer, files).catch(breaking(layer))]);
  return { digest: `sha256:${hash.digest('hex')}`, size: (await stat(layerFile)).size };
}

async function addFiles(layer: Pack, files: readonly ImageFile[]): Promise<void> {
  const folders = new Set(files.flatMap((file) => parentFolders(file.path)));
  for (const folder of [...folders].sort()) {
    layer.entry({ name: `${folder}/`, type: 'directory', mode: 0o755, mtime: epoch });
  }
  for (const file of files) {
    const name = file.path.replace(/^\//, '');
    const mode = file.mode ?? 0o644;
    if ('content' in file) layer.entry({ name, mode, mtime: epoch }, file.content);
    else await addFile(layer, { name, source: file.source, mode });
  }
  layer.finalize();
}

/** A source that fails must end the stream that waits for it. */
function breaking(stream: Pack): (error: Error) => never {
  return (error) => {
    stream.destroy(error);
    throw error;
  };
}

function parentFolders(path: string): string[] {
  const parent = dirname(path.replace(/^\//, ''));
  return parent === '.' ? [] : [...parentFolders(parent), parent];
}

async function addFile(archive: Pack, file: { name: string; source: string; mode: number }): Promise<void> {
  const { size } = await stat(file.source);
  const entry = archive.entry({ name: file.name, size, mode: file.mode, mtime: epoch });
  await pipeline(createReadStream(file.source, { highWaterMark: 1 << 20 }), entry);
}
