/**
 * Kills `tenantproof verify` at random moments, runs `tenantproof down` and looks over the whole machine for what is
 * left: processes, mounts, links, addresses, routes, cgroups, temporary files. Exit code 1 if there is anything.
 *
 * Usage, as root: node test/leftovers/kill-at-random.ts [TIMES=10] [WITHIN_SECONDS=40] [SEED]
 * It has a cache folder of its own, with the programs of the user's.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ownNames } from '../../src/journal/own-names.ts';
import { seededRandom } from '../../src/plan/random.ts';
import { cacheFolder } from '../../src/system/cache-folder.ts';
import { machineTraces } from '../helpers/machine-traces.ts';

const [times = '10', withinSeconds = '40', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const cli = resolve('src/cli/bin.ts');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), 'killed-'));
const env = { ...process.env, XDG_CACHE_HOME: folder };
await mkdir(join(folder, 'tenantproof'));
await symlink(join(cacheFolder(), 'programs'), join(folder, 'tenantproof', 'programs'));

const tenantproof = (command: string) =>
  spawn(process.execPath, [cli, command], { cwd: folder, env, stdio: 'ignore' });

const { prefix, linkPrefix } = ownNames(env);
const lookAround = async (): Promise<string[]> => [
  ...(await machineTraces([folder, prefix, linkPrefix])),
  ...(await readdir(tmpdir())).filter((name) => name.startsWith(prefix)),
];

async function killOnce(afterMs: number): Promise<string[]> {
  const before = new Set(await lookAround());
  const harness = tenantproof('verify');
  const exited = once(harness, 'exit');
  await Promise.race([delay(afterMs), exited]);
  harness.kill('SIGKILL');
  await exited;
  const [downCode] = (await once(tenantproof('down'), 'exit')) as [number | null];
  const left = (await lookAround()).filter((trace) => !before.has(trace));
  return downCode === 0 ? left : [...left, `'down' exited with ${downCode}`];
}

say(`seed ${seed}`);
const random = seededRandom(Number(seed));
let failures = 0;
for (let time = 1; time <= Number(times); time++) {
  const afterMs = Math.round(random() * Number(withinSeconds) * 1000);
  const left = await killOnce(afterMs);
  say(`${time}. killed after ${afterMs} ms: ${left.length === 0 ? 'nothing left' : 'LEFT BEHIND'}`);
  for (const trace of left) say(`   ${trace}`);
  if (left.length > 0) failures++;
}
await rm(folder, { recursive: true, force: true });
process.exitCode = failures === 0 ? 0 : 1;
