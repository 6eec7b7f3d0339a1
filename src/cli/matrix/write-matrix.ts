import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matrixOf } from '../../judge/matrix/matrix-of.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Report } from '../../model/report.ts';
import type { Scenario } from '../../model/scenario.ts';
import { matrixMarkdown } from '../../report/matrix-markdown.ts';
import { packageFile } from '../../system/package-file.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { writeJson } from '../run-folder.ts';

/** What a report says of its scenarios, and of every weakness that ships. */
export const matrixFor = async (report: Report, catalogue?: readonly Scenario[]): Promise<Matrix> =>
  matrixOf(report, {
    scenarios: catalogue ?? (await loadScenarios()),
    weaknesses: await weaknessFolders(),
  });

/**
 * Writes `matrix.json` and `matrix.md` into the folder of a run.
 * @throws EnvironmentError `reports-unwritable`
 */
export async function writeMatrix(folder: string, matrix: Matrix, report: Report): Promise<void> {
  try {
    await writeJson(folder, 'matrix.json', matrix.cells);
    await writeFile(join(folder, 'matrix.md'), matrixMarkdown(matrix, report));
  } catch (error) {
    throw new EnvironmentError(`Cannot write the matrix into ${folder}: ${(error as Error).message}`, {
      code: 'reports-unwritable',
      hint: 'Copy the run to a folder that you may write to, and ask for the matrix of the copy.',
      cause: error,
    });
  }
}

async function weaknessFolders(): Promise<string[]> {
  const entries = await readdir(packageFile('k8s-fixtures/weaknesses'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
