import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImageFile } from './oci-archive.ts';

/** Writes the files of an image under a folder, at the paths and with the modes that they have in the image. */
export async function layOutFiles(files: readonly ImageFile[], folder: string): Promise<void> {
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await ('content' in file ? writeFile(path, file.content) : copyFile(file.source, path));
    await chmod(path, file.mode ?? 0o644);
  }
}
