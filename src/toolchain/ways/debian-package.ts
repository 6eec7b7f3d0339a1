import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import { findOnPath, isExecutableFile } from '../find-on-path.ts';
import { runTool, type ToolOptions } from '../run-tool.ts';
import type { Fetcher, WayOf } from './way.ts';

const tools = ['apt-get', 'dpkg-deb'] as const;

/**
 * The distribution's package, unpacked beside the rest of our cache: nothing is installed, and apt's own lists and
 * archives are left alone, so that it works without root too. apt checks the package against the signed index.
 */
export function debianPackage(way: WayOf<'debian-package'>): Fetcher {
  return {
    title: 'Debian package',
    lacks: async (env) => {
      const found = await Promise.all(tools.map((tool) => findOnPath(tool, env)));
      const missing = tools.filter((_, index) => found[index] === undefined);
      return missing.length === 0 ? undefined : `${missing.join(' and ')} not on PATH`;
    },
    async *fetch({ wanted, folder, env, signal, report }) {
      const tool = (timeoutMs: number): ToolOptions => ({
        env: { ...env, LC_ALL: 'C' },
        signal,
        cwd: folder,
        timeoutMs,
      });
      const apt = await privateAptOptions(folder);
      report("reading the distribution's package lists");
      await runTool(['apt-get'], ['update', ...apt], tool(120_000));
      report(`downloading the Debian package ${way.package}`);
      await runTool(['apt-get'], ['download', ...apt, way.package], tool(600_000));
      const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
      if (archive === undefined) throw unusable('apt-get download left no package');
      const root = join(folder, 'root');
      await runTool(['dpkg-deb'], ['--extract', archive, root], tool(120_000));
      const path = await firstExecutable(way.members.map((member) => join(root, member)));
      for (const program of wanted) yield { program, path };
    },
  };
}

async function privateAptOptions(folder: string): Promise<string[]> {
  const state = join(folder, 'apt-lists');
  const cache = join(folder, 'apt-cache');
  await mkdir(join(state, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  return [
    '-q',
    `Dir::State::lists=${state}`,
    `Dir::Cache=${cache}`,
    // As root, apt would fetch as a user of its own, who may not write here.
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=15',
    'Acquire::https::Timeout=15',
  ].map((option, index) => (index === 0 ? option : `-o${option}`));
}

async function firstExecutable(paths: readonly string[]): Promise<string> {
  for (const path of paths) if (await isExecutableFile(path)) return path;
  throw unusable(`the package has no ${paths.join(' or ')}`);
}

const unusable = (message: string): EnvironmentError =>
  new EnvironmentError(message, { code: 'package-unusable' });
