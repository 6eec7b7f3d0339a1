/**
 * Kills `tenantproof verify` with SIGKILL at random moments and shows that `tenantproof down` leaves nothing:
 * no process, mount, link, route, cgroup or temporary file. Usage: node test/e2e/kill-nine.ts [times] [seed]
 */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ownNames } from '../../src/journal/own-names.ts';
import { seededRandom } from '../../src/plan/random.ts';
import { pause } from '../../src/system/pause.ts';
import { machineTraces } from '../helpers/machine-traces.ts';
import { runCli, startCli } from '../helpers/run-cli.ts';
import { testReports } from '../helpers/test-reports.ts';

/** From the first journal line to well into the first load. */
const latestKillSeconds = 40;

export interface KillOutcome {
  killedAfterSeconds: number;
  /** What was on the machine before `down`, and after it. */
  tracesBefore: number;
  left: string[];
  downExitCode: number | null;
}

export async function killAndClean(killedAfterSeconds: number): Promise<KillOutcome> {
  await using reports = await testReports();
  const run = startCli(['verify', '--scenario', 'request-flood', '--reports', reports.folder]);
  await pause(killedAfterSeconds * 1000, AbortSignal.timeout(120_000));
  run.process.kill('SIGKILL');
  await run.result;
  const tracesBefore = (await everythingOfUs()).length;
  const down = await runCli(['down']);
  return { killedAfterSeconds, tracesBefore, left: await everythingOfUs(), downExitCode: down.exitCode };
}

async function everythingOfUs(): Promise<string[]> {
  const { prefix, linkPrefix, clustersFolder, openRunsFolder } = ownNames();
  const temporary = readdirSync(tmpdir()).filter((name) => name.startsWith(prefix));
  const clusters = [clustersFolder, openRunsFolder].flatMap(listFolder);
  return [...(await machineTraces([prefix, linkPrefix])), ...temporary, ...clusters];
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

if (import.meta.main) {
  const [times = '10', seed = '1'] = process.argv.slice(2);
  const random = seededRandom(Number(seed));
  let failures = 0;
  for (let i = 0; i < Number(times); i++) {
    const outcome = await killAndClean(Math.round(random() * latestKillSeconds * 10) / 10);
    if (outcome.left.length > 0 || outcome.downExitCode !== 0) failures++;
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
  }
  process.stdout.write(`${failures} of ${times} left something behind\n`);
  process.exitCode = failures === 0 ? 0 : 1;
}
