import { mkdtemp, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportSchema, type Report } from '../../src/model/report.ts';

/** The newest run in a folder of runs. */
export interface LatestRun {
  folder: string;
  report: Report;
}

/** A folder for the runs of one test file. */
export interface TestReports extends AsyncDisposable {
  folder: string;
  latest(): Promise<LatestRun>;
}

export async function testReports(): Promise<TestReports> {
  const reports = await mkdtemp(join(tmpdir(), 'test-reports-'));
  return {
    folder: reports,
    async latest() {
      const folder = join(reports, await readlink(join(reports, 'latest')));
      const report = reportSchema.parse(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')));
      return { folder, report };
    },
    [Symbol.asyncDispose]: () => rm(reports, { recursive: true, force: true }),
  };
}
