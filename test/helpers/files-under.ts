import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files under a folder, as they lie there. */
export const filesUnder = (folder: string): { path: string; bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ path, bytes: readFileSync(path) }));
