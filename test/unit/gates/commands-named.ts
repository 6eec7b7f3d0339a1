import { runCliHere } from '../../helpers/run-cli-here.ts';

/** A call of our own command line that a script makes. */
export interface NamedCommand {
  /** `verify`, or `certificate verify`. */
  command: string;
  /** Long flags, e.g. `--profile`. */
  flags: string[];
}

const start =
  /(?:npm run (?:-s )?tenantproof -- |npm run (?:-s )?(?=verify)|bin\.ts"? |arguments=\()((?:certificate )?[a-z]+)/u;

/**
 * The calls of tenantproof in a shell script, with all flags that each line of them names: on one line, or put together in an
 * array named `arguments`.
 */
export function commandsNamed(script: string): NamedCommand[] {
  const found: NamedCommand[] = [];
  for (const line of script.replaceAll(/\\\n\s*/g, '').split('\n')) {
    const [, command] = start.exec(line) ?? [];
    if (command !== undefined) found.push({ command, flags: [] });
    else if (!line.includes('arguments+=')) continue;
    const flags = [...line.matchAll(/(?<=[\s("])--[a-z][a-z-]*/gu)].map(([flag]) => flag);
    found.at(-1)?.flags.push(...flags);
  }
  return found;
}

/** The long flags that `--help` of a command lists. @throws Error if there is no such command */
export async function knownFlags(command: string): Promise<string[]> {
  const { stdout } = await runCliHere([...command.split(' '), '--help']);
  if (!stdout.startsWith(`Usage: tenantproof ${command} `)) throw new Error(`There is no command ${command}`);
  return [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gmu)].map(([, flag = '']) => flag);
}
