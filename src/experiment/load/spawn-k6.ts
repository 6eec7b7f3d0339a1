import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { processCpuSeconds } from '../../system/process-cpu.ts';
import { readMachine, type GeneratorMeter } from './generator-meter.ts';

export interface K6Launch {
  /** The program, and before it what it is started by. */
  command: readonly [string, ...string[]];
  scriptPath: string;
  jobPath: string;
  /** Of its REST API, on loopback. */
  port: number;
  /** Memory that it may fill before garbage is collected. */
  memoryMiB: number;
  /** Beyond those that every k6 of ours has. */
  flags?: readonly string[];
  env: Record<string, string>;
}

/** How a k6 process ended. */
export interface K6Exit {
  exitCode: number | null;
  signal: string | null;
  /** The last lines that k6 wrote to its standard error. */
  errorTail: string;
  cpuSeconds: number;
}

export interface K6Process {
  output: Readable;
  exited: Promise<K6Exit>;
  meter(): Promise<GeneratorMeter>;
  /** Asks k6 to end; 5 seconds later it is killed. */
  interrupt(): void;
}

const endWithinMs = 5000;
const meterEveryMs = 500;

/** Starts k6, paused; its samples come on standard output. */
export function spawnK6({
  command,
  scriptPath,
  jobPath,
  port,
  memoryMiB,
  flags = [],
  env,
}: K6Launch): K6Process {
  const [file, ...before] = command;
  const run = ['run', '--paused', '--quiet', '--no-color', '--no-usage-report', '--out', 'json=-', ...flags];
  const child = spawn(file, [...before, ...run, '--address', `127.0.0.1:${port}`, scriptPath], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      TENANTPROOF_JOB: jobPath,
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
      ...collectionPutOff(memoryMiB),
      XDG_CONFIG_HOME: '/nonexistent',
    },
  });
  let tail = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-2000);
  });
  let cpuSeconds = 0;
  const meter = async (): Promise<GeneratorMeter> => {
    cpuSeconds = (await processCpuSeconds(child.pid ?? 0)) ?? cpuSeconds;
    return { ...(await readMachine()), cpuSeconds };
  };
  const metering = setInterval(() => void meter(), meterEveryMs).unref();
  const ended = Promise.race([
    once(child, 'exit') as Promise<[number | null, string | null]>,
    once(child, 'error').then(([error]: Error[]): [null, null] => {
      tail += String(error);
      child.stdout.destroy();
      return [null, null];
    }),
  ]);
  const exited = ended.then(([exitCode, signal]) => {
    clearInterval(metering);
    return { exitCode, signal, errorTail: tail.trim(), cpuSeconds };
  });
  return {
    output: child.stdout,
    exited,
    meter,
    interrupt: () => {
      child.kill('SIGINT');
      const killing = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
      void exited.finally(() => clearTimeout(killing));
    },
  };
}

/**
 * A collection of Go's garbage (about 6 MB a second at 200 requests/s) delays every request of that moment by up to 40 ms,
 * which would be the window's p99. So none happens until k6 has used this much memory. Source: Go's GC guide, GOMEMLIMIT.
 */
const collectionPutOff = (memoryMiB: number): Record<string, string> => ({
  GOGC: 'off',
  GOMEMLIMIT: `${memoryMiB}MiB`,
});
