import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import type { PastRun } from '../../model/history.ts';
import { readReport } from '../read-report.ts';

export interface ReadHistory {
  /** Newest first. */
  runs: PastRun[];
  /** One line for each folder that has no report that can be read. */
  unread: string[];
}

/**
 * Reads the reports of all runs in a folder. What is no run, or was cut, is left out and named; links are not followed, for
 * `latest` would count twice.
 * @throws EnvironmentError `reports-unreadable`
 */
export async function readHistory(reports: string): Promise<ReadHistory> {
  const names = await foldersIn(reports);
  const history: ReadHistory = { runs: [], unread: [] };
  for (const name of names) {
    try {
      history.runs.push(await pastRun(reports, name));
    } catch (error) {
      history.unread.push((error as Error).message);
    }
  }
  history.runs.sort((a, b) => Date.parse(b.run.startedAt) - Date.parse(a.run.startedAt));
  return history;
}

async function foldersIn(reports: string): Promise<string[]> {
  try {
    const entries = await readdir(reports, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw new EnvironmentError(`Cannot read ${reports}: ${(error as Error).message}`, {
      code: 'reports-unreadable',
      hint: 'Name the folder in which runs are kept (default: reports).',
      cause: error,
    });
  }
}

async function pastRun(reports: string, folder: string): Promise<PastRun> {
  const { run, summary, verdicts } = await readReport(join(reports, folder));
  return {
    folder,
    run,
    summary,
    objectives: verdicts
      .filter(({ arm }) => arm === 'protected')
      .map(({ id, scenario, objective, status, control, measured, interval, limit, unit }) => ({
        id,
        scenario,
        objective,
        status,
        measured,
        limit,
        unit,
        ...(interval ? { interval } : {}),
        ...(control === undefined ? {} : { control }),
      })),
    hasPage: existsSync(join(reports, folder, 'report.html')),
  };
}
