import { spawn, spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ownNames } from '../../src/journal/own-names.ts';
import { identifyProcess } from '../../src/journal/process-identity.ts';
import { listLeftovers, undoAll } from '../../src/journal/undo-all.ts';
import { silentProgress } from '../../src/model/progress.ts';
import { waitUntil } from '../../src/system/wait-until.ts';
import { containersOf, lackOfKind, whySkipped } from '../helpers/container-engine.ts';
import { machineTraces } from '../helpers/machine-traces.ts';
import { startCli } from '../helpers/run-cli.ts';
import { testReports } from '../helpers/test-reports.ts';

/** Nobody's Docker is stopped unless it was brought up for these tests. */
const lack =
  lackOfKind ??
  (process.env['TENANTPROOF_TEST_STOPS_DOCKER'] === 'yes'
    ? undefined
    : 'TENANTPROOF_TEST_STOPS_DOCKER is not "yes": it stops the Docker engine');

const signal = AbortSignal.timeout(300_000);
const answers = (): boolean => spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;

/** The engine's process and how it was started, so that it can be started again in the same way. */
async function engine(): Promise<{ pid: number; argv: string[] }> {
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const argv = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').slice(0, -1);
    if (argv[0]?.split('/').at(-1) === 'dockerd') return { pid: Number(pid), argv };
  }
  throw new Error('no dockerd among the processes');
}

const until = (what: string, holds: () => boolean): Promise<true> =>
  waitUntil(async () => (holds() ? { ready: true } : { seen: 'not yet' }), {
    what,
    timeoutMs: 60_000,
    intervalMs: 200,
    signal,
  });

describe.skipIf(lack !== undefined)(`Docker${whySkipped(lack)}`, () => {
  test('stopped in mid-run: inconclusive with the cause, nothing runs on; its container goes when Docker is back', async () => {
    await using reports = await testReports();
    const run = startCli(['verify', '--cluster', 'kind', '--reports', reports.folder, '-s', 'request-flood']);
    await run.says('request-flood, control in place · pair');
    const { pid, argv } = await engine();
    process.kill(pid, 'SIGTERM');
    try {
      const { exitCode, stderr } = await run.result;
      expect([20, 21]).toContain(exitCode);
      expect(stderr).toMatch(/docker no longer answers|has ended|API server stopped answering/);
      const { verdicts } = (await reports.latest()).report;
      expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['inconclusive']));
      const { prefix, linkPrefix } = ownNames();
      expect(await machineTraces([prefix, linkPrefix])).toEqual([]);
    } finally {
      await until('the engine to end', () => identifyProcess(pid) === undefined);
      spawn(argv[0] ?? '', argv.slice(1), { detached: true, stdio: 'ignore' }).unref();
      await until('the engine to be back', answers);
    }
    await undoAll({ includeKept: false, progress: silentProgress, signal });
    expect(containersOf(ownNames().prefix)).toEqual([]);
    expect(await listLeftovers()).toEqual([]);
  });
});
