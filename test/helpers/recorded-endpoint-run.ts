import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/parse-config.ts';
import { judgePlayedRun } from '../../src/cli/verify/judge-played-run.ts';
import { planFor, type PreparedRun } from '../../src/cli/verify/prepare-plan.ts';
import { sealRun } from '../../src/cli/verify/seal-run.ts';
import { writeJson } from '../../src/cli/run-folder.ts';
import { openSamplesFile } from '../../src/experiment/load/samples-file.ts';
import { armIdOf } from '../../src/model/arm-id.ts';
import type { LoadSample } from '../../src/model/load-samples.ts';
import type { ArmRecording, LoadRole, Observation, ObservedFact } from '../../src/model/observation.ts';
import type { ArmPlan } from '../../src/model/plan.ts';
import type { Report } from '../../src/model/report.ts';
import type { RunRecord } from '../../src/model/run-record.ts';
import { samplesFileName } from '../../src/model/samples-file-name.ts';
import { json } from '../../src/report/json.ts';
import { floodRecording, requestsOf, samplesOf, type FloodOptions } from '../unit/judge/example-flood.ts';

const settings = `
seed: 7
victim: { rateRps: 40 }
windows: { seconds: 10 }
target:
  endpoint: https://llm.example.com/v1
  tenants:
    - { name: tenant-a, key: { env: KEY_A }, model: small, promises: { requestsPerMinute: 6000 } }
    - { name: tenant-b, key: { env: KEY_B }, model: small, promises: { requestsPerMinute: 60, burstRequests: 5 } }
`;

const run: RunRecord = {
  schemaVersion: 1,
  id: '2026-11-30T00-00-00-0001',
  startedAt: '2026-11-30T00:00:00.000Z',
  profile: 'quick',
  seed: 7,
  tool: { version: '0.1.0' },
  missing: {},
  endpoint: 'https://llm.example.com',
};

/** A run at an endpoint as it was when it had ended. */
export interface EndpointRun {
  prepared: PreparedRun;
  /** As it was judged then, from memory. */
  report: Report;
}

/**
 * Writes the folder of a small run at an endpoint, with its `report.json`: `request-flood` withstood, and the rest of the
 * profile not for an endpoint.
 * @param ended how it ended, if before its end
 * @param flood what came of the flood, if it was not withstood; and what was seen beside
 */
export async function writeEndpointRun(
  folder: string,
  ended: Pick<RunRecord, 'endedEarly' | 'interrupted'> = {},
  flood: FloodOptions & { beside?: readonly Observation[] } = {},
): Promise<EndpointRun> {
  await mkdir(folder, { recursive: true });
  const read = { ...parseConfig(settings, 'theirs.yaml', []), file: 'theirs.yaml' };
  const env = { KEY_A: 'a', KEY_B: 'b' };
  const prepared = await planFor({ flags: { newBudget: true }, env, read });
  const { plan } = prepared;
  const arms = plan.arms.map((arm) => ({ plan: arm, recording: recordingOf(arm, flood) }));
  for (const { plan: arm, recording } of arms) await writeSamples(folder, arm, recording);
  const lines = arms.flatMap(({ recording }) =>
    recording.observations.map((seen) => `${JSON.stringify(seen)}\n`),
  );
  await writeFile(join(folder, 'observations.ndjson'), lines.join(''));
  await writeJson(folder, 'plan.json', plan);
  const sealed = await sealRun(folder, { ...run, ...ended });
  const { report } = judgePlayedRun(prepared, { run: sealed, folder, plan, arms, leftovers: [] });
  await writeFile(join(folder, 'report.json'), json(report));
  return { prepared, report };
}

/** What an endpoint does not show. */
const unseen: ReadonlySet<ObservedFact['kind']> = new Set(['gateway-count', 'restarts', 'scrapes']);

/** What came of a flood that the platform withstood, with times as a file of samples keeps them. */
function recordingOf(
  arm: ArmPlan,
  { beside = [], ...flood }: Parameters<typeof writeEndpointRun>[2] = {},
): ArmRecording {
  const { observations, victim, aggressor } = floodRecording({
    aggressorEnded: { shamRequests: 800 },
    ...flood,
  });
  const seen = [...observations, ...beside]
    .filter(({ kind }) => !unseen.has(kind))
    .map((fact) => ({
      ...fact,
      ...armIdOf(arm),
      ...(fact.kind === 'load-ended' ? { samplesFile: samplesFileName(armIdOf(arm), fact.role) } : {}),
    }));
  return {
    observations: seen,
    victim: samplesOf(requestsOf(victim).map(toMicroseconds)),
    aggressor: samplesOf(requestsOf(aggressor).map(toMicroseconds)),
  };
}

const toMicroseconds = ({ intendedMs, latencyMs, ...sample }: LoadSample): LoadSample => ({
  ...sample,
  intendedMs: Number(intendedMs.toFixed(3)),
  latencyMs: Number(latencyMs.toFixed(3)),
});

async function writeSamples(folder: string, arm: ArmPlan, recording: ArmRecording): Promise<void> {
  for (const role of ['victim', 'aggressor'] as const satisfies LoadRole[]) {
    const file = openSamplesFile(join(folder, samplesFileName(armIdOf(arm), role)));
    for (const sample of requestsOf(recording[role])) file.write(sample);
    await file.close();
  }
}
