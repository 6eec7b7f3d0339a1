import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../src/system/cache-folder.ts';
import { mustRun } from '../../src/system/run-program.ts';
import type { LargeRun } from './write-large-run.ts';

export interface DuckDbResult {
  version: string;
  p99Ms: number[];
  /** One thread, as ours. */
  seconds: number;
}

const program = `
import json, sys, time
import duckdb
job = json.load(open(sys.argv[1]))
start = time.time()
db = duckdb.connect()
db.execute('SET threads = 1')
db.execute('CREATE TABLE windows (i INTEGER, low DOUBLE, high DOUBLE)')
db.executemany('INSERT INTO windows VALUES (?, ?, ?)', job['windows'])
rows = db.execute('''
  SELECT i, quantile_disc(latency_ms, 0.99) FROM read_csv(?, header = true, columns = {
    'intended_ms': 'DOUBLE', 'latency_ms': 'DOUBLE', 'first_byte_ms': 'DOUBLE', 'send_delay_ms': 'DOUBLE', 'status': 'SMALLINT'})
  ASOF JOIN windows ON intended_ms >= low WHERE intended_ms < high GROUP BY i ORDER BY i''', [job['file']]).fetchall()
print(json.dumps({'version': duckdb.__version__, 'p99Ms': [p for _, p in rows], 'seconds': time.time() - start}))
`;

/** The same percentiles by DuckDB, which is had from the Python package index and kept in the cache. */
export async function duckDbPercentiles({ windows, startMs, victimFile }: LargeRun): Promise<DuckDbResult> {
  const { signal } = new AbortController();
  const packages = join(cacheFolder(process.env), 'duckdb');
  await mkdir(packages, { recursive: true });
  const install = ['-m', 'pip', 'install', '--quiet', '--upgrade', '--target', packages, 'duckdb'];
  await mustRun('python3', install, { signal });
  const job = {
    file: victimFile,
    windows: windows.map(({ index, measureFromSeconds, toSeconds }) => [
      index,
      startMs + measureFromSeconds * 1000,
      startMs + toSeconds * 1000,
    ]),
  };
  const [jobFile, programFile] = [join(packages, 'job.json'), join(packages, 'percentiles.py')];
  await writeFile(jobFile, JSON.stringify(job));
  await writeFile(programFile, program);
  const output = await mustRun('python3', [programFile, jobFile], { signal, env: { PYTHONPATH: packages } });
  return JSON.parse(output) as DuckDbResult;
}
