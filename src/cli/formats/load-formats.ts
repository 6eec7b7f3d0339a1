import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Format } from '../../report/format.ts';

/** Beside `cli/`, as sources or as built. */
const folder = join(dirname(dirname(import.meta.dirname)), 'report/formats');

/** Every format there is: each file of the folder exports one as `format`. Sorted by name of the file it makes. */
export async function loadFormats(): Promise<Format[]> {
  const files = (await readdir(folder)).filter((file) => /^[a-z].*(?<!\.d)\.[tj]s$/.test(file));
  const modules = await Promise.all(
    files.map((file) => import(join(folder, file)) as Promise<{ format: Format }>),
  );
  return modules.map(({ format }) => format).sort((a, b) => a.file.localeCompare(b.file));
}
