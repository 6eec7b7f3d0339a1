import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Format, RunToTell } from '../../report/format.ts';
import { loadFormats } from './load-formats.ts';

export interface WrittenFormats {
  files: readonly Format[];
  /** One line for each that could not be made or written. The verdicts must come out all the same. */
  failed: readonly string[];
}

/** Writes a run in every format into a folder. */
export async function writeFormats(folder: string, run: RunToTell): Promise<WrittenFormats> {
  const files: Format[] = [];
  const failed: string[] = [];
  for (const format of await loadFormats()) {
    try {
      await writeFile(join(folder, format.file), await format.render(run));
      files.push(format);
    } catch (error) {
      failed.push(`Cannot write ${join(folder, format.file)}: ${(error as Error).message}`);
    }
  }
  return { files, failed };
}
