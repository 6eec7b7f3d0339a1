import { EnvironmentError } from '../model/errors.ts';
import { runProgram } from '../system/run-program.ts';
import type { PinnedProgram, ProgramGroup } from './program-group.ts';

/**
 * Runs the program for its version, which also shows that it runs at all on this machine.
 * @returns e.g. `1.37.2`
 * @throws EnvironmentError `program-unusable` if it does not run, or lacks what its group needs.
 */
export async function readVersion(
  path: string,
  program: PinnedProgram,
  group: ProgramGroup,
  signal: AbortSignal,
): Promise<string> {
  const args = program.versionArgs ?? ['--version'];
  const result = await runProgram(path, args, { signal, timeoutMs: 30_000 });
  signal.throwIfAborted();
  const said = `${result.stdout}\n${result.errorTail}`;
  if (result.exitCode !== 0) throw unusable(`${program.name} does not run here: ${lastLine(said)}`);
  if (group.versionMentions !== undefined && !said.includes(group.versionMentions)) {
    throw unusable(`this ${program.name} was built without ${group.versionMentions}`);
  }
  const version = /\d+\.\d+\.\d+/.exec(said)?.[0];
  if (version === undefined) throw unusable(`${program.name} ${args.join(' ')} states no version`);
  return version;
}

/** Compares `1.10.2` with `1.9.30` by number: negative if a is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const differs = left.findIndex((part, index) => part !== right[index]);
  return differs === -1 ? 0 : (left[differs] ?? 0) - (right[differs] ?? 0);
}

const unusable = (message: string): EnvironmentError =>
  new EnvironmentError(message, { code: 'program-unusable' });

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
