import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the runs of one test file. */
export interface TestReports extends AsyncDisposable {
  folder: string;
}

export async function testReports(): Promise<TestReports> {
  const folder = await mkdtemp(join(tmpdir(), 'test-reports-'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
