import { mkdtempDisposable, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layOutFiles } from '../../../src/oci/lay-out-files.ts';

test('files lie in the folder as in the image, with their modes', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenantproof-test-files-'));
  const source = join(folder.path, 'program');
  await writeFile(source, 'program', { mode: 0o600 });
  const files = [
    { path: '/bin/program', source, mode: 0o755 },
    { path: '/app/deep/hello.txt', content: 'hello' },
  ];
  await layOutFiles(files, join(folder.path, 'root'));
  const laidOut = async (path: string): Promise<{ text: string; mode: number }> => ({
    text: await readFile(join(folder.path, 'root', path), 'utf8'),
    mode: (await stat(join(folder.path, 'root', path))).mode & 0o777,
  });
  expect(await laidOut('bin/program')).toEqual({ text: 'program', mode: 0o755 });
  expect(await laidOut('app/deep/hello.txt')).toEqual({ text: 'hello', mode: 0o644 });
});
