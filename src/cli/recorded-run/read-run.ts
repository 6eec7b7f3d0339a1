import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { factsOf } from '../../judge/facts.ts';
import { armIdOf, armKey, type ArmId } from '../../model/arm-id.ts';
import { UsageError } from '../../model/errors.ts';
import type { ArmRecord, LoadRole, Observation } from '../../model/observation.ts';
import type { ArmPlan, Plan } from '../../model/plan.ts';
import { samplesFileName } from '../../model/samples-file-name.ts';
import { runRecordSchema, runSchemaVersion, type RunRecord } from '../../model/run-record.ts';
import { readObservations } from './read-observations.ts';
import { readSamples } from './read-samples.ts';
import { changedSince, digestsOf } from './seal.ts';

/** A run as its folder has it. */
export interface RecordedRun {
  run: RunRecord;
  plan: Plan;
  recordOf: (arm: ArmPlan) => ArmRecord | undefined;
  /** What a reader should know before believing it, e.g. that the run was killed. */
  remarks: string[];
}

/**
 * Reads the folder of a run. What is cut is read as far as it is whole, and the arms that it touches get a `fault`.
 * @throws UsageError `no-such-run`, `unknown-schema-version`, `run-unreadable` or `run-changed`
 */
export async function readRun(folder: string): Promise<RecordedRun> {
  const run = runRecordOf(await readJson(folder, 'run.json'), folder);
  await refuseChanged(folder, run);
  const plan = planOf(await readJson(folder, 'plan.json'), folder);
  const { byArm, brokenLine } = await readObservations(join(folder, 'observations.ndjson')).catch(() => ({
    byArm: new Map<string, Observation[]>(),
    brokenLine: 1,
  }));
  const records = new Map<string, ArmRecord>();
  for (const [key, observations] of byArm) {
    const isLast = key === [...byArm.keys()].at(-1);
    const cut = isLast && brokenLine !== undefined ? [cutFault(observations, brokenLine)] : [];
    records.set(key, await withLoads(folder, [...observations, ...cut]));
  }
  return {
    run,
    plan,
    recordOf: (arm) => records.get(armKey(armIdOf(arm))),
    remarks: [
      ...(run.digests
        ? []
        : ['The run was ended before it could seal its files: whether they are whole is not known']),
      ...(brokenLine === undefined
        ? []
        : [`observations.ndjson is broken at line ${brokenLine}; what stands before was judged`]),
    ],
  };
}

async function readJson(folder: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown;
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(
      gone ? `${folder} has no ${name}` : `Cannot read ${join(folder, name)}: ${(error as Error).message}`,
      {
        code: gone ? 'no-such-run' : 'run-unreadable',
        hint: 'Name the folder of a run, e.g. reports/latest.',
        cause: error,
      },
    );
  }
}

function runRecordOf(value: unknown, folder: string): RunRecord {
  const version = versionOf(value);
  if (version !== runSchemaVersion) throw unknownVersion(`${folder}/run.json`, version);
  const parsed = runRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(
    `${folder}/run.json is not what a run writes: ${issue?.path.join('.')}: ${issue?.message}`,
    {
      code: 'run-unreadable',
    },
  );
}

/** The plan is ours, and sealed; of one that is not sealed only the outline is checked. */
function planOf(value: unknown, folder: string): Plan {
  const version = versionOf(value);
  if (version !== 1) throw unknownVersion(`${folder}/plan.json`, version);
  const plan = value as Plan & { arms: (ArmPlan | null)[] };
  if (plan.limits && Array.isArray(plan.arms) && plan.arms.every((arm) => arm?.design && arm.limits))
    return plan;
  throw new UsageError(`${folder}/plan.json is not what a run writes: it has no arms`, {
    code: 'run-unreadable',
  });
}

const versionOf = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && 'schemaVersion' in value ? value.schemaVersion : undefined;

const unknownVersion = (file: string, version: unknown): UsageError =>
  new UsageError(
    `${file} has schemaVersion ${JSON.stringify(version) ?? 'none'}; this tenantproof reads ${runSchemaVersion}`,
    {
      code: 'unknown-schema-version',
      hint: 'Judge it with the version of tenantproof that recorded it, which its report.json names.',
    },
  );

async function refuseChanged(folder: string, { digests }: RunRecord): Promise<void> {
  if (!digests) return;
  const changed = changedSince(digests, await digestsOf(folder));
  if (changed.length === 0) return;
  throw new UsageError(
    `The run in ${folder} is not what was recorded; changed since: ${changed.join(', ')}`,
    {
      code: 'run-changed',
      hint: 'Get the original files. A run that was changed is not judged.',
    },
  );
}

const cutFault = (observations: readonly Observation[], line: number): Observation => ({
  atMs: observations.at(-1)?.atMs ?? 0,
  ...idOf(observations[0]),
  kind: 'fault',
  what: 'observations.ndjson',
  cause: `broken at line ${line}`,
});

const idOf = (observation: Observation | undefined): ArmId => ({
  scenario: observation?.scenario ?? '',
  arm: observation?.arm ?? 'protected',
  weakness: observation?.weakness,
});

/** Counts up the samples of every load that left any, also of one whose end was not recorded. */
async function withLoads(folder: string, observations: readonly Observation[]): Promise<ArmRecord> {
  const record: ArmRecord = { observations };
  const [first] = observations;
  if (!first) return record;
  const windows = factsOf(record, 'window');
  const ended = new Set(factsOf(record, 'load-ended').map(({ role }) => role));
  for (const role of ['victim', 'aggressor'] as const satisfies LoadRole[]) {
    const path = join(folder, samplesFileName(first, role));
    if (!ended.has(role) && !existsSync(path)) continue;
    const { load, lost } = await readSamples(path, windows, role === 'aggressor');
    record[role] = load;
    if (lost !== undefined) record.observations = [...record.observations, lostFault(first, role, lost)];
  }
  return record;
}

const lostFault = (first: Observation, role: LoadRole, lost: string): Observation => ({
  atMs: first.atMs,
  ...idOf(first),
  kind: 'fault',
  what: `samples of the ${role}`,
  cause: lost,
});
