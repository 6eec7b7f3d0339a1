import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import { historyPage } from '../../report/history/history-page.ts';
import { readHistory } from './read-history.ts';

export interface WrittenHistory {
  file: string;
  runs: number;
  /** One line for each folder that was left out. */
  unread: readonly string[];
}

/**
 * Writes `index.html` into the folder in which runs are kept. A reader sees the old one or the new one, never a part.
 * @throws EnvironmentError `reports-unreadable`, `reports-unwritable`
 */
export async function writeHistory(reports: string): Promise<WrittenHistory> {
  const { runs, unread } = await readHistory(reports);
  const file = join(reports, 'index.html');
  const fresh = join(reports, `.index-${process.pid}.html`);
  try {
    await writeFile(fresh, historyPage({ runs, leftOut: unread }));
    await rename(fresh, file);
  } catch (error) {
    throw new EnvironmentError(`Cannot write ${file}: ${(error as Error).message}`, {
      code: 'reports-unwritable',
      hint: 'The runs themselves are untouched; make the folder writable and run tenantproof history.',
      cause: error,
    });
  }
  return { file, runs: runs.length, unread };
}
