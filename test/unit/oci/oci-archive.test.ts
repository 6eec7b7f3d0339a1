import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extract } from 'tar-stream';
import { writeOciArchive, type ImageSpec } from '../../../src/oci/oci-archive.ts';
import { libraryPaths } from '../../../src/oci/shared-libraries.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-oci-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const image: ImageSpec = {
  ref: 'docker.io/tenantproof/example:1',
  files: [{ path: '/app/deep/hello.txt', content: 'hello' }],
  entrypoint: ['/app/hello'],
  user: '65532:65532',
};

async function entriesOf(archive: string): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  const reader = createReadStream(archive).pipe(extract());
  for await (const entry of reader) entries.set(entry.header.name, await text(entry));
  return entries;
}

test('every blob lies under its own digest, and the index leads to the layer', async () => {
  const archive = join(folder, 'image.tar');
  await writeOciArchive(image, archive);
  const entries = await entriesOf(archive);
  const blobs = [...entries].filter(([name]) => name.startsWith('blobs/'));
  expect(blobs).toHaveLength(3);
  for (const [name, body] of blobs) {
    expect(name).toBe(`blobs/sha256/${createHash('sha256').update(body).digest('hex')}`);
  }
  const index = JSON.parse(entries.get('index.json') ?? '') as {
    manifests: { digest: string; annotations: Record<string, string> }[];
  };
  expect(index.manifests[0]?.annotations['io.containerd.image.name']).toBe(image.ref);
  expect(entries.has(`blobs/${index.manifests[0]?.digest.replace(':', '/')}`)).toBe(true);
});

test('the same files give the same bytes', async () => {
  await writeOciArchive(image, join(folder, 'a.tar'));
  await writeOciArchive(image, join(folder, 'b.tar'));
  expect(await readFile(join(folder, 'a.tar'))).toEqual(await readFile(join(folder, 'b.tar')));
});

test('a missing source file leaves nothing behind', async () => {
  const broken: ImageSpec = { ...image, files: [{ path: '/x', source: join(folder, 'absent') }] };
  await expect(writeOciArchive(broken, join(folder, 'c.tar'))).rejects.toThrow(/ENOENT/);
  expect(await readdir(folder)).toEqual([]);
});

test('ldd: libraries and loader are found, the kernel’s own page is not', async () => {
  await writeFile(join(folder, 'x'), '');
  const output = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007f1)',
    '\t/lib64/ld-linux-x86-64.so.2 (0x00007f2)',
  ].join('\n');
  expect(libraryPaths(output)).toEqual(['/lib/x86_64-linux-gnu/libdl.so.2', '/lib64/ld-linux-x86-64.so.2']);
  expect(libraryPaths('\tnot a dynamic executable\n')).toEqual([]);
});
