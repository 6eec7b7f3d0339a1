import { execa } from 'execa';
import { EnvironmentError } from '../model/errors.ts';

/** How an external program ended; the same shape for success and failure. */
export interface ProgramResult {
  command: string;
  durationMs: number;
  /** undefined if the program could not be started or was ended by a signal. */
  exitCode: number | undefined;
  signal: string | undefined;
  stdout: string;
  /** Last lines of standard error, or why the program could not be started. */
  errorTail: string;
  timedOut: boolean;
  aborted: boolean;
}

export interface RunOptions {
  signal: AbortSignal;
  timeoutMs?: number;
  /** Added to our own environment. */
  env?: Record<string, string>;
  cwd?: string;
  input?: string;
}

/** Runs a program to its end, without a shell. Never throws: read the result. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions,
): Promise<ProgramResult> {
  const { signal, timeoutMs = 0, env = {}, cwd = process.cwd(), input = '' } = options;
  const result = await execa(file, args, {
    reject: false,
    cancelSignal: signal,
    timeout: timeoutMs,
    forceKillAfterDelay: 2000,
    env,
    cwd,
    input,
  });
  return {
    command: [file, ...args].join(' '),
    durationMs: result.durationMs,
    exitCode: result.exitCode,
    signal: result.signal,
    stdout: result.stdout ?? '',
    errorTail: lastLines(result.stderr || (result.failed ? (result.originalMessage ?? '') : '')),
    timedOut: result.timedOut,
    aborted: result.isCanceled,
  };
}

/**
 * Runs a program that has to succeed and returns its standard output.
 * @throws EnvironmentError `program-failed` with the command's exit and last words; the abort reason if aborted.
 */
export async function mustRun(file: string, args: readonly string[], options: RunOptions): Promise<string> {
  const result = await runProgram(file, args, options);
  if (result.exitCode === 0) return result.stdout;
  options.signal.throwIfAborted();
  const how = result.timedOut
    ? `timed out after ${Math.round(result.durationMs / 1000)} s`
    : result.signal
      ? `was ended by ${result.signal}`
      : `exited with ${result.exitCode ?? 'no code'}`;
  throw new EnvironmentError(`${result.command} ${how}: ${result.errorTail}`, { code: 'program-failed' });
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-8).join('\n');
}
