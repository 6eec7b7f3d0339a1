import { EnvironmentError } from '../model/errors.ts';
import { runProgram, type ProgramResult } from '../system/run-program.ts';
import { findOnPath } from './find-on-path.ts';

export interface ToolOptions {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  cwd: string;
  /** Takes the tool's temporary files, so that an interruption leaves none elsewhere; `cwd` if absent. */
  temporaryFolder?: string;
  timeoutMs: number;
}

/**
 * Runs a tool of the machine, found on PATH, and returns its standard output. Where `setpriv` can arrange it, the
 * kernel ends the tool with us, so that a harness that was killed leaves no build running.
 * @throws EnvironmentError `tool-missing`, `tool-failed` with the tool's last words in one line; the abort reason if aborted.
 */
export async function runTool(
  [name, ...first]: readonly [string, ...string[]],
  args: readonly string[],
  { env, signal, cwd, temporaryFolder = cwd, timeoutMs }: ToolOptions,
): Promise<string> {
  const tool = await findOnPath(name, env);
  if (tool === undefined) throw new EnvironmentError(`${name} is not on PATH`, { code: 'tool-missing' });
  const options = { signal, cwd, timeoutMs, env: { ...definedOnly(env), TMPDIR: temporaryFolder } };
  const [file, ...rest] = [...(await endedWithUs(options)), tool, ...first, ...args] as [string, ...string[]];
  const result = await runProgram(file, rest, options);
  if (result.exitCode === 0) return result.stdout;
  signal.throwIfAborted();
  throw new EnvironmentError(`${[name, ...first, args[0]].join(' ')} ${howItEnded(result)}`, {
    code: 'tool-failed',
  });
}

async function endedWithUs(options: {
  signal: AbortSignal;
  cwd: string;
  env: Record<string, string>;
}): Promise<string[]> {
  const prefix = ['setpriv', '--pdeathsig', 'KILL'] as const;
  const { exitCode } = await runProgram(prefix[0], [...prefix.slice(1), 'true'], options);
  return exitCode === 0 ? [...prefix] : [];
}

/** A full disk hides among the many lines of a compiler; otherwise the last line says it best, with what it belongs to. */
function howItEnded({ exitCode, signal, errorTail, timedOut, durationMs }: ProgramResult): string {
  if (timedOut) return `was not done after ${Math.round(durationMs / 1000)} s`;
  const lines = errorTail.trim().split('\n');
  const telling = lines.find((line) => /no space left on device/i.test(line)) ?? lastStatement(lines);
  return `${signal === undefined ? `exited with ${exitCode ?? 'no code'}` : `was ended by ${signal}`}: ${telling}`;
}

/** Tools indent what belongs to the line before: Go names the module in one line and the refusal of it in the next. */
function lastStatement(lines: readonly string[]): string {
  const start = lines.findLastIndex((line) => !/^\s/.test(line));
  return lines
    .slice(Math.max(start, 0))
    .map((line) => line.trim())
    .join(' ');
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
