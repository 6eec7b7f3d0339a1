import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import type { LoadRole } from '../../model/observation.ts';
import { nowMs } from '../../system/clock.ts';
import { freePort } from '../../system/free-port.ts';
import { processCpuSeconds } from '../../system/process-cpu.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { k6Control, type K6Control } from './k6-control.ts';
import type { LoadJob } from './load-job.ts';
import { readLoad, type LoadReading } from './read-load.ts';
import { sampleBuffer, type SampleBuffer } from './sample-buffer.ts';
import { openSamplesFile } from './samples-file.ts';
import { spawnK6 } from './spawn-k6.ts';

export interface LoadOptions {
  role: LoadRole;
  job: LoadJob;
  /** Path of the k6 program. */
  k6: string;
  /** Name by which the process is found if we die; see the journal. */
  owner: string;
  /** Where the job file may lie: private, removed with the run. */
  privateFolder: string;
  /** Where the samples go. */
  samplesPath: string;
  /** Whether answers are streamed, so that the time to the first byte is recorded. */
  streamed?: boolean;
  signal: AbortSignal;
}

/** How a k6 process ended, and what it had done. */
export interface LoadOutcome extends LoadReading {
  exitCode: number | null;
  signal: string | null;
  stoppedByUs: boolean;
  cpuSeconds: number;
  elapsedSeconds: number;
  /** Last words of k6. */
  errorTail: string;
  /** Why samples are missing from the file or the reading, if they are. */
  lost: string | undefined;
}

export interface RunningLoad extends AsyncDisposable {
  readonly samples: SampleBuffer;
  /** Lets k6 begin; resolves with the moment, in milliseconds since the epoch. */
  release(): Promise<number>;
  /** Processor time that k6 has used so far. */
  cpuSeconds(): Promise<number>;
  /** Resolves when k6 has ended, for whatever reason. */
  readonly ended: Promise<LoadOutcome>;
  /** Asks k6 to end and waits for it. */
  stop(): Promise<LoadOutcome>;
}

/**
 * Starts k6 with its users made and its clock stopped, so that `release` begins the load at once and several loads begin together.
 * @throws EnvironmentError `wait-timeout` if k6 does not get ready; its last words are in the message
 */
export async function startLoad(options: LoadOptions): Promise<RunningLoad> {
  const { role, job, k6, owner, privateFolder, samplesPath, streamed = false, signal } = options;
  const jobPath = join(privateFolder, `${role}-job.json`);
  await writeFile(jobPath, JSON.stringify(job), { mode: 0o600 });
  const port = await freePort();
  const child = spawnK6(k6, { jobPath, port, owner });
  const startedMs = nowMs();
  let stoppedByUs = false;
  let cpuSeconds = 0;
  const meter = async (): Promise<number> => {
    cpuSeconds = (await processCpuSeconds(child.process.pid ?? 0)) ?? cpuSeconds;
    return cpuSeconds;
  };
  const metering = setInterval(() => void meter(), 500).unref();

  const ofMany = job.apiKeys.length > 1;
  const samples = sampleBuffer(undefined, ofMany);
  const file = openSamplesFile(samplesPath, ofMany);
  const reading = readLoad(child.process.stdout, { samples, file, streamed });
  const ended = (async (): Promise<LoadOutcome> => {
    const [exitCode, endSignal] = await child.exited;
    clearInterval(metering);
    const read = await reading;
    const lost = await file.close().then(
      () => read.lost,
      (error: Error) => `the samples file: ${error.message}`,
    );
    const elapsedSeconds = (nowMs() - startedMs) / 1000;
    const errorTail = child.errorTail();
    return { ...read, exitCode, signal: endSignal, stoppedByUs, cpuSeconds, elapsedSeconds, errorTail, lost };
  })();

  const stop = async (): Promise<LoadOutcome> => {
    stoppedByUs = true;
    child.process.kill('SIGINT');
    const killing = setTimeout(() => child.process.kill('SIGKILL'), 5000);
    return ended.finally(() => clearTimeout(killing));
  };
  const control = k6Control(port);
  await madeReady(control, { role, ended, signal }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    samples,
    cpuSeconds: meter,
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
  void ended.then(({ errorTail }) =>
    gone.abort(
      new EnvironmentError(
        `k6 ended before the load of the ${role} began: ${errorTail || 'it said nothing'}`,
        {
          code: 'k6-ended',
        },
      ),
    ),
  );
  await waitUntil(
    async (probeSignal) =>
      (await control.isPaused(probeSignal)) ? { ready: true } : { seen: 'k6 is making its users' },
    { what: `k6 (${role}) to get ready`, timeoutMs: 30_000, signal: AbortSignal.any([signal, gone.signal]) },
  );
}
