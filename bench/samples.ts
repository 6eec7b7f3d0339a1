/**
 * `npm run bench:samples`: a recorded run with ten million samples is judged again, and DuckDB computes the same percentiles
 * of the same file. `--samples N` and `--json`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { duckDbPercentiles } from './samples/duckdb.ts';
import { judgeFolder } from './samples/judge-folder.ts';
import { ownPercentiles } from './samples/own-percentiles.ts';
import { writeLargeRun } from './samples/write-large-run.ts';

const { values } = parseArgs({
  options: { samples: { type: 'string', default: '10000000' }, json: { type: 'boolean', default: false } },
});
const samples = Number(values.samples);
const folder = await mkdtemp(join(tmpdir(), 'tenantproof-bench-'));
try {
  process.stderr.write(`writing ${samples} samples to ${folder}\n`);
  const run = await writeLargeRun(folder, samples);
  const judged = await judgeFolder(folder);
  const own = await ownPercentiles(run);
  const duckDb = await duckDbPercentiles(run);
  const equal = own.p99Ms.filter((value, index) => value === duckDb.p99Ms[index]).length;
  const result = {
    samples,
    judgeSeconds: judged.seconds,
    judgeSamplesPerSecond: samples / judged.seconds,
    judgeCpuSeconds: judged.cpuSeconds,
    judgeResidentMiB: judged.residentMiB,
    verdicts: judged.verdicts,
    percentilesSeconds: own.seconds,
    duckDbSeconds: duckDb.seconds,
    duckDbVersion: duckDb.version,
    windows: run.windows.length,
    windowsWithEqualP99: equal,
  };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : Object.entries(result)
          .map(
            ([name, value]) =>
              `${name.padEnd(24)} ${typeof value === 'number' ? Number(value.toFixed(2)) : JSON.stringify(value)}\n`,
          )
          .join(''),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
