import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program that serves until it is disposed of or its signal is aborted, or we end: the kernel sees to that. */
export interface StartedProgram extends AsyncDisposable {
  /** Rejects, with the program's last words, if it ends before it has printed a line. */
  firstLine(): Promise<string>;
  /** Aborted once the program has ended, with its last words in the reason. */
  gone: AbortSignal;
}

export interface StartOptions {
  signal: AbortSignal;
  /** What it finds on standard input: secrets have no place in arguments, which everybody can read. */
  input?: string;
  env?: Record<string, string>;
}

const mostWords = 2000;

export function startProgram(
  [file, ...args]: readonly [string, ...string[]],
  { signal, input = '', env = {} }: StartOptions,
): StartedProgram {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', file, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    signal,
    killSignal: 'SIGKILL',
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-mostWords)));
  child.stdin.on('error', () => {}).end(input);
  const gone = new AbortController();
  const ended = once(child, 'close').then(
    () => gone.abort(new Error(`${file} ended: ${words}`)),
    (error: unknown) => gone.abort(error),
  );
  return {
    firstLine: async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        child.stdout.resume();
        return line;
      }
      await ended;
      throw gone.signal.reason;
    },
    gone: gone.signal,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
