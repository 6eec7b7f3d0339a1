import { randomBytes } from 'node:crypto';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EnvironmentError } from '../model/errors.ts';

/** Sorts by time and is unique, e.g. `2026-11-24T07-35-12-3fa9`. */
export function newRunId(now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

/**
 * Makes `reports/<run-id>/` and points `reports/latest` at it.
 * @throws EnvironmentError `reports-unwritable`
 */
export async function makeRunFolder(reports: string, runId: string): Promise<string> {
  const folder = resolve(reports, runId);
  try {
    await mkdir(folder, { recursive: true });
    const fresh = join(reports, `.latest-${runId}`);
    await symlink(runId, fresh);
    await rename(fresh, join(reports, 'latest'));
  } catch (error) {
    throw new EnvironmentError(`Cannot make ${folder}: ${(error as Error).message}`, {
      code: 'reports-unwritable',
      hint: 'Run in a folder that you may write to, or choose one with --reports.',
      cause: error,
    });
  }
  return folder;
}

export const writeJson = (folder: string, name: string, value: unknown): Promise<void> =>
  writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
