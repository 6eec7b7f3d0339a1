import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadScenarios } from '../../src/cli/load-scenarios.ts';
import { judgeRecorded } from '../../src/cli/recorded-run/judge-recorded.ts';
import { digestsOf } from '../../src/cli/recorded-run/seal.ts';
import type { ArmPlan, Plan } from '../../src/model/plan.ts';
import { json } from '../../src/report/json.ts';
import { writeRecordedRun } from './recorded-run.ts';

/** Changes a JSON file of a run. */
export async function edit<T extends object>(
  run: string,
  name: string,
  change: (value: T) => T | object,
): Promise<void> {
  const path = join(run, name);
  const value = change(JSON.parse(await readFile(path, 'utf8')) as T);
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Seals a run as it is now, and writes the report of it, as if it had been recorded so. */
export async function resealed(run: string): Promise<void> {
  const digests = await digestsOf(run);
  await edit<object>(run, 'run.json', (record) => ({ ...record, digests }));
  const { report } = await judgeRecorded(run);
  await writeFile(join(run, 'report.json'), json(report));
}

/** By the limits of the certify profile. */
const strictly = (plan: Plan): Plan => {
  const limits = { ...plan.limits, p99Ratio: 1.05 };
  return { ...plan, profile: 'certify', limits, arms: plan.arms.map((arm): ArmPlan => ({ ...arm, limits })) };
};

/** A sealed run of `request-flood` in the certify profile, in which all is as it must be. */
export async function writeCertifiableRun(folder: string): Promise<void> {
  await writeRecordedRun(folder);
  await edit(folder, 'plan.json', strictly);
  await edit<object>(folder, 'run.json', (record) => ({ ...record, profile: 'certify' }));
  await resealed(folder);
}

/** Every other scenario of the profile: what must be left out of a certificate of that run. */
export const allOthers = async (): Promise<string[]> =>
  (await loadScenarios())
    .filter(({ id, profiles }) => profiles.includes('certify') && id !== 'request-flood')
    .map(({ id }) => id);
