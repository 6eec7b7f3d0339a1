import { writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { ownerVariable } from '../../journal/own-names.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { LoadRole } from '../../model/observation.ts';
import { nowMs } from '../../system/clock.ts';
import { freePort } from '../../system/free-port.ts';
import { packageFile } from '../../system/package-file.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { k6Control, type K6Control } from './k6-control.ts';
import type { LoadJob } from './load-job.ts';
import { readLoad } from './read-load.ts';
import type { LoadOrder, LoadOutcome, RunningLoad } from './running-load.ts';
import { sampleBuffer } from './sample-buffer.ts';
import { openSamplesFile } from './samples-file.ts';
import { spawnK6 } from './spawn-k6.ts';

/** What a k6 on this machine needs. */
export interface HostK6 {
  /** Path of the k6 program. */
  k6: string;
  /** Name by which the process is found if we die; see the journal. */
  owner: string;
  /** Where the job file may lie: private, removed with the run. */
  privateFolder: string;
}

export type LoadOptions = HostK6 & Omit<LoadOrder, 'job'> & { job: LoadJob };

/**
 * A load from one k6 on this machine. It dies with us, however we die (prctl(2), PR_SET_PDEATHSIG),
 * and goes before other work of the machine where we may ask for that: a late generator would be taken for a slow platform.
 * @throws as `StartLoad`
 */
export async function startLoad(options: LoadOptions): Promise<RunningLoad> {
  const { role, job, k6, owner, privateFolder, samplesPath, streamed = false, signal } = options;
  const jobPath = join(privateFolder, `${role}-job.json`);
  await writeFile(jobPath, JSON.stringify(job), { mode: 0o600 });
  const port = await freePort();
  const child = spawnK6({
    command: ['nice', '-n', '-5', 'setpriv', '--pdeathsig', 'KILL', k6],
    scriptPath: packageFile('scenarios/k6/load.ts'),
    jobPath,
    port,
    memoryMiB: Math.floor(totalmem() / 8 / 2 ** 20),
    env: { PATH: process.env['PATH'] ?? '', [ownerVariable]: owner },
  });
  const startedMs = nowMs();
  let stoppedByUs = false;

  const ofMany = job.apiKeys.length > 1;
  const samples = sampleBuffer(undefined, ofMany);
  const file = openSamplesFile(samplesPath, ofMany);
  const reading = readLoad(child.output, { samples, file, streamed });
  const ended = (async (): Promise<LoadOutcome> => {
    const exit = await child.exited;
    const read = await reading;
    const lost = await file.close().then(
      () => read.lost,
      (error: Error) => `the samples file: ${error.message}`,
    );
    return { ...read, ...exit, stoppedByUs, elapsedSeconds: (nowMs() - startedMs) / 1000, lost };
  })();

  const stop = async (): Promise<LoadOutcome> => {
    stoppedByUs = true;
    child.interrupt();
    return ended;
  };
  const control = k6Control(port);
  await madeReady(control, { role, ended, signal }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    samples,
    meters: async () => [await child.meter()],
    ended,
    stop,
    release: async () => {
      await control.resume(signal);
      return nowMs();
    },
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}

/** Waits until k6 has made its users; a k6 that ends before is the end of the wait. */
async function madeReady(
  control: K6Control,
  { role, ended, signal }: { role: LoadRole; ended: Promise<LoadOutcome>; signal: AbortSignal },
): Promise<void> {
  const gone = new AbortController();
  void ended.then(({ errorTail }) => gone.abort(k6Ended(role, errorTail)));
  await waitUntil(
    async (probeSignal) =>
      (await control.isPaused(probeSignal)) ? { ready: true } : { seen: 'k6 is making its users' },
    { what: `k6 (${role}) to get ready`, timeoutMs: 30_000, signal: AbortSignal.any([signal, gone.signal]) },
  );
}

/** k6 ended before its load began. @param lastWords what it wrote to standard error */
export const k6Ended = (role: LoadRole, lastWords: string): EnvironmentError =>
  new EnvironmentError(`k6 ended before the load of the ${role} began: ${lastWords || 'it said nothing'}`, {
    code: 'k6-ended',
  });
