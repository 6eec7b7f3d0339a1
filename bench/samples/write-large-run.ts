import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { resolveSettings } from '../../src/config/settings.ts';
import { readStackFacts } from '../../src/config/stack-facts.ts';
import type { Observation, ObservedFact } from '../../src/model/observation.ts';
import type { WindowPlan } from '../../src/model/plan.ts';
import { runSchemaVersion } from '../../src/model/run-record.ts';
import { samplesHeader } from '../../src/model/samples-header.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { seededRandom } from '../../src/plan/random.ts';
import { packageFile } from '../../src/system/package-file.ts';
import { scenario } from '../../scenarios/request-flood.ts';

const startMs = Date.UTC(2026, 10, 24);

export interface LargeRun {
  windows: readonly WindowPlan[];
  startMs: number;
  victimFile: string;
}

/** Writes the folder of a run whose victim sent so many requests; the flood of the aggressor has a tenth as many. */
export async function writeLargeRun(folder: string, samples: number): Promise<LargeRun> {
  const settings = resolveSettings(
    { profile: 'nightly', seed: '1' },
    {},
    {},
    { randomSeed: 1, objectives: [] },
  );
  const facts = await readStackFacts(packageFile('k8s-fixtures/base'));
  const plan = makePlan({ settings, scenarios: [scenario], facts });
  const arm = plan.arms[0];
  if (arm?.design.kind !== 'paired-windows') throw new Error('the plan has no windows');
  const { design } = arm;
  const rateRps = samples / design.maxSeconds;
  const arms = [
    {
      ...arm,
      design: { ...design, victimRateRps: rateRps },
      attack: { kind: 'request-flood', rateRps: rateRps / 10 },
    },
  ];
  await writeJson(folder, 'plan.json', { ...plan, arms });
  await writeJson(folder, 'run.json', {
    schemaVersion: runSchemaVersion,
    id: 'bench',
    startedAt: new Date(startMs).toISOString(),
    endedAt: new Date(startMs + design.maxSeconds * 1000).toISOString(),
    profile: 'nightly',
    seed: 1,
    tool: { version: 'bench' },
    cluster: { kind: 'embedded', kubernetesVersion: 'none', capabilities: [] },
    missing: {},
  });
  const victim = await writeLoad(folder, 'victim', { rateRps, seconds: design.maxSeconds, refused: 0 });
  const aggressor = await writeLoad(folder, 'aggressor', {
    rateRps: rateRps / 10,
    seconds: design.maxSeconds,
    refused: 0.95,
  });
  const seen: ObservedFact[] = [
    { kind: 'arm-started' },
    { kind: 'warm-up', seconds: 8, flat: true },
    ...design.windows.map(asPlayed),
    loadEnded('victim', victim, rateRps),
    loadEnded('aggressor', aggressor, rateRps / 10),
    { kind: 'arm-ended', playedPairs: design.windows.length / 2, lastLook: 'decided' },
  ];
  const lines = seen.map((fact) =>
    JSON.stringify({ atMs: startMs, scenario: arm.scenario, arm: arm.arm, ...fact } satisfies Observation),
  );
  await writeFile(join(folder, 'observations.ndjson'), `${lines.join('\n')}\n`);
  return { windows: design.windows, startMs, victimFile: join(folder, victim.file) };
}

const writeJson = (folder: string, name: string, value: unknown): Promise<void> =>
  writeFile(join(folder, name), JSON.stringify(value));

const asPlayed = ({
  index,
  pair,
  phase,
  fromSeconds,
  measureFromSeconds,
  toSeconds,
}: WindowPlan): ObservedFact => ({
  kind: 'window',
  index,
  pair,
  phase,
  fromMs: startMs + fromSeconds * 1000,
  measureFromMs: startMs + measureFromSeconds * 1000,
  toMs: startMs + toSeconds * 1000,
});

interface Written {
  file: string;
  rows: number;
}

const rowsPerPiece = 10_000;

async function writeLoad(
  folder: string,
  role: string,
  { rateRps, seconds, refused }: { rateRps: number; seconds: number; refused: number },
): Promise<Written> {
  const file = `request-flood-protected-${role}.csv.gz`;
  const rows = Math.floor(rateRps * seconds);
  const random = seededRandom(7);
  const gzip = createGzip({ level: 1 });
  const output = gzip.pipe(createWriteStream(join(folder, file)));
  gzip.write(`${samplesHeader}\n`);
  for (let row = 0; row < rows;) {
    let piece = '';
    for (const end = Math.min(rows, row + rowsPerPiece); row < end; row++) {
      const latencyMs = 25 * Math.exp(0.3 * (random() + random() + random() - 1.5));
      const status = random() < refused ? 429 : 200;
      piece += `${(startMs + (1000 * row) / rateRps).toFixed(3)},${latencyMs.toFixed(3)},,${(random() * 0.5).toFixed(3)},${status}\n`;
    }
    if (!gzip.write(piece)) await once(gzip, 'drain');
  }
  gzip.end();
  await once(output, 'finish');
  return { file, rows };
}

const loadEnded = (
  role: 'victim' | 'aggressor',
  { file, rows }: Written,
  offeredRateRps: number,
): ObservedFact => ({
  kind: 'load-ended',
  role,
  offeredRateRps,
  samplesFile: file,
  samplesCount: rows,
  droppedIterations: 0,
  refusedWithoutRetryAfter: 0,
  shamRequests: 0,
  exitCode: 0,
  signal: null,
  stoppedByUs: true,
  cpuSeconds: 0,
  elapsedSeconds: 1,
});
