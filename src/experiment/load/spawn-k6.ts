import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { totalmem } from 'node:os';
import type { Readable } from 'node:stream';
import { ownerVariable } from '../../journal/own-names.ts';
import { packageFile } from '../../system/package-file.ts';

export interface K6Process {
  process: ChildProcessByStdio<null, Readable, Readable>;
  exited: Promise<[exitCode: number | null, signal: string | null]>;
  /** The last lines that k6 wrote to its standard error. */
  errorTail(): string;
}

/**
 * A collection of Go's garbage (about 6 MB a second at 200 requests/s) delays every request of that moment by up to 40 ms,
 * which would be the window's p99. So none happens until k6 has used an eighth of the memory. Source: Go's GC guide, GOMEMLIMIT.
 */
const collectionPutOff = { GOGC: 'off', GOMEMLIMIT: `${Math.floor(totalmem() / 8 / 2 ** 20)}MiB` };

/**
 * Starts k6, paused; its samples come on standard output. It dies with us, however we die (prctl(2), PR_SET_PDEATHSIG),
 * and goes before other work of the machine where we may ask for that: a late generator would be taken for a slow platform.
 */
export function spawnK6(
  k6: string,
  { jobPath, port, owner }: { jobPath: string; port: number; owner: string },
): K6Process {
  const run = ['run', '--paused', '--quiet', '--no-color', '--no-usage-report', '--out', 'json=-'];
  const first = ['-n', '-5', 'setpriv', '--pdeathsig', 'KILL', k6];
  const address = `127.0.0.1:${port}`;
  const child = spawn('nice', [...first, ...run, '--address', address, packageFile('scenarios/k6/load.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      [ownerVariable]: owner,
      TENANTPROOF_JOB: jobPath,
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
      ...collectionPutOff,
      XDG_CONFIG_HOME: '/nonexistent',
    },
  });
  let tail = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-2000);
  });
  const exited = Promise.race([
    once(child, 'exit') as Promise<[number | null, string | null]>,
    once(child, 'error').then(([error]: Error[]): [null, null] => {
      tail += String(error);
      child.stdout.destroy();
      return [null, null];
    }),
  ]);
  return { process: child, exited, errorTail: () => tail.trim() };
}
