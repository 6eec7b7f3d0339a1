/**
 * Whether p99 verdicts can be trusted on the real stack. Quiet runs play everything but the attack and are judged without the
 * gate that asks for one: none may be breached. Weakened runs play the attack without its control: all must be breached.
 * Usage: node test/e2e/trust.ts [--quiet 20] [--weakened 10] [--seed 100] [--judge-only FOLDER]
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Chalk } from 'chalk';
import { preparePlan } from '../../src/cli/verify/prepare-plan.ts';
import { verify } from '../../src/cli/verify/verify.ts';
import { readRun } from '../../src/cli/recorded-run/read-run.ts';
import { victimP99Ratio } from '../../src/judge/checks/victim-p99-ratio.ts';
import { silentProgress } from '../../src/model/progress.ts';
import type { Arm } from '../../src/model/scenario.ts';

const { values } = parseArgs({
  options: {
    quiet: { type: 'string', default: '20' },
    weakened: { type: 'string', default: '10' },
    seed: { type: 'string', default: '100' },
    reports: { type: 'string', default: 'reports' },
    'judge-only': { type: 'string' },
  },
});

const context = {
  env: process.env,
  signal: new AbortController().signal,
  progress: silentProgress,
  colours: new Chalk({ level: 0 }),
  columns: 100,
  print: () => {},
};

/** Plays one arm of `request-flood`; returns the folder of the run. */
async function play(seed: number, arm: Arm, attack: boolean): Promise<string> {
  const flags = { scenario: ['request-flood'], seed: String(seed), attack };
  const prepared = await preparePlan(flags, context);
  const arms = prepared.plan.arms.filter((planned) => planned.arm === arm);
  const played = await verify({ ...prepared, plan: { ...prepared.plan, arms } }, values.reports, context);
  return played.folder;
}

/** What the numbers of a run say, whether or not there was an attack. */
async function verdictOf(folder: string): Promise<string> {
  const { plan, recordOf } = await readRun(folder);
  const [arm] = plan.arms;
  const record = arm && recordOf(arm);
  if (!arm || !record) return 'not played';
  const { status, measured, interval, samples, reason } = victimP99Ratio().measure(arm, record);
  const figures = `${measured?.toFixed(3)} [${interval?.low.toFixed(3)}, ${interval?.high.toFixed(3)}] of ${samples} samples`;
  process.stdout.write(`${folder}  ${arm.arm}  ${status}  ${figures}  ${reason}\n`);
  return status;
}

async function count(folders: AsyncIterable<string>): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  for await (const folder of folders) {
    const status = await verdictOf(folder);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  return statuses;
}

async function* playAll(times: number, arm: Arm, attack: boolean): AsyncGenerator<string> {
  for (let index = 0; index < times; index++) yield await play(Number(values.seed) + index, arm, attack);
}

async function* recorded(parent: string): AsyncGenerator<string> {
  for (const name of (await readdir(parent)).filter((entry) => entry !== 'latest').sort())
    yield join(parent, name);
}

const only = values['judge-only'];
if (only !== undefined) {
  process.stdout.write(`${JSON.stringify(Object.fromEntries(await count(recorded(only))))}\n`);
} else {
  const quiet = await count(playAll(Number(values.quiet), 'protected', false));
  const weakened = await count(playAll(Number(values.weakened), 'weakened', true));
  const wrong = (quiet.get('breached') ?? 0) + Number(values.weakened) - (weakened.get('breached') ?? 0);
  process.stdout.write(
    `quiet ${JSON.stringify(Object.fromEntries(quiet))}, weakened ${JSON.stringify(Object.fromEntries(weakened))}: ${wrong} wrong\n`,
  );
  process.exitCode = wrong === 0 ? 0 : 1;
}
