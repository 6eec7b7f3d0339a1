import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenario as requestFlood } from '../../../scenarios/request-flood.ts';
import { digestsOf } from '../../../src/cli/recorded-run/seal.ts';
import { defineScenario, judge, readReport } from '../../../src/library/index.ts';
import '../../../src/library/vitest.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { writeRecordedRun } from '../../helpers/recorded-run.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';

const ours = defineScenario({ ...requestFlood, id: 'our-flood' });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'library-judge-'));
  await writeRecordedRun(folder);
  await asOurs();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same run as if `our-flood` had been played. */
async function asOurs(): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.gz')) {
      await rename(join(folder, name), join(folder, name.replace('request-flood', ours.id)));
      continue;
    }
    const text = await readFile(join(folder, name), 'utf8');
    const renamed = text
      .replaceAll(/"scenario": ?"request-flood"/gu, `"scenario":"${ours.id}"`)
      .replaceAll('"request-flood-', `"${ours.id}-`);
    await writeFile(join(folder, name), renamed);
  }
  const run = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as object;
  await writeFile(join(folder, 'run.json'), JSON.stringify({ ...run, digests: await digestsOf(folder) }));
}

test('a run of a scenario of our own is judged with it', async () => {
  const run = await judge(folder, { scenarios: [ours] });
  expect(run).toHold('our-flood/victim-p99-ratio');
  expect(run).toHaveCaught('our-flood/limiter-off-fifo');
  expect(run).toHold();
  expect(run.exitCode).toBe(0);
});

test('without the scenario it is refused, by the library and by the command line', async () => {
  await expect(judge(folder)).rejects.toMatchObject({
    name: 'UsageError',
    code: 'scenario-not-at-hand',
    message: expect.stringContaining('our-flood') as string,
  });
  const said = await runCliHere(['judge', folder]);
  expect(said.exitCode).toBe(104);
  expect(said.stderr).toContain('played scenarios that are not at hand: our-flood');
});

test('a folder that is no run is refused', async () => {
  await expect(judge(join(folder, 'none'))).rejects.toMatchObject({ name: 'UsageError' });
  await expect(readReport(join(folder, 'none'))).rejects.toMatchObject({ code: 'no-such-run' });
});

test('a report that was read can be asked as a run can', async () => {
  await expect(readReport(packageFile('reports/example'))).toHold('gpu-quota-storm');
});
