import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOciArchive, type ImageSpec } from '../../oci/oci-archive.ts';
import { cacheFolder } from '../../system/cache-folder.ts';

/**
 * Path of an archive of the image, made once for each `contents` and kept in the cache; older ones of that name are removed.
 * @param contents whatever makes this image differ from another of the same name
 */
export async function cachedImage(
  name: string,
  contents: readonly string[],
  makeSpec: () => Promise<ImageSpec>,
): Promise<string> {
  const folder = join(cacheFolder(), 'images');
  const hash = createHash('sha256');
  for (const part of contents) hash.update(part).update('\0');
  const fileName = `${name}-${hash.digest('hex').slice(0, 16)}.tar`;
  const path = join(folder, fileName);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  await writeOciArchive(await makeSpec(), path);
  const older = (await readdir(folder)).filter((file) => file.startsWith(`${name}-`) && file !== fileName);
  await Promise.all(older.map((file) => rm(join(folder, file), { force: true })));
  return path;
}
