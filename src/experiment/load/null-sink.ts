import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { EnvironmentError } from '../../model/errors.ts';
import { ownerVariable } from '../../journal/own-names.ts';

/** A server on loopback that refuses everything at once: what it is sent costs the load generator, and not the platform. */
export interface NullSink extends AsyncDisposable {
  url: string;
}

/**
 * Starts the sink in a process of its own, which dies with us, however we die.
 * @throws EnvironmentError `null-sink-failed`
 */
export async function startNullSink(owner: string): Promise<NullSink> {
  const program = join(import.meta.dirname, `null-sink-process${extname(import.meta.filename)}`);
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, program], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], [ownerVariable]: owner },
  });
  const ended = once(child, 'exit').then(
    () => undefined,
    () => undefined,
  );
  const port = await Promise.race([firstLine(child.stdout), ended]);
  if (port === undefined) {
    throw new EnvironmentError('The null sink of the sham attack did not start', {
      code: 'null-sink-failed',
      hint: 'Run without it: --no-sham.',
    });
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: output })) return line;
  return undefined;
}
