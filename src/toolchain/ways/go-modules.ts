import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { waitForLock } from '../../system/named-lock.ts';
import { cacheLockName } from '../cache-lock.ts';
import { findOnPath } from '../find-on-path.ts';
import { runTool, type ToolOptions } from '../run-tool.ts';
import type { PinnedProgram } from '../program-group.ts';
import { fileOf } from '../program-groups.ts';
import type { FetchJob, Fetcher, WayOf } from './way.ts';

const goVersion = '1.26.0';
/** Of each call of go; building Kubernetes takes six minutes on two idle cores. */
const goTimeoutMs = 3_600_000;

/** Built from the project's Go module; Go checks every module against its checksum database. */
export function goModules(way: WayOf<'go-modules'>): Fetcher {
  return {
    title: 'Go modules',
    lacks: async (env) => ((await findOnPath('go', env)) === undefined ? 'go is not on PATH' : undefined),
    async *fetch(job) {
      const { group, wanted, folder, signal, report } = job;
      // A build takes every core, so builds take turns, also those of other processes.
      await using turn = new AsyncDisposableStack();
      turn.use(
        await waitForLock(cacheLockName(job.cache, 'go'), `the build of ${group.title}`, {
          signal,
          onWait: (other) => report(`waiting for ${other}`, 'waiting'),
        }),
      );
      // Not in the folder of temporary files itself: there Go ignores a go.mod.
      const cwd = join(folder, 'module');
      await mkdir(cwd);
      const tool = { env: goEnvironment(job), signal, cwd, temporaryFolder: folder, timeoutMs: goTimeoutMs };
      report('downloading Go modules');
      await writeGoMod(way, job, tool);
      const packages = wanted.map((program) => packagePath(way.module, program));
      await downloadModules(['list', '-deps', ...tagFlags(way), ...packages], job, tool);
      report('compiling');
      const out = join(folder, 'out');
      await mkdir(out);
      await runTool(
        ['go'],
        ['build', '-trimpath', ...tagFlags(way), ...linkFlags(way), '-o', `${out}/`, ...packages],
        tool,
      );
      for (const program of wanted) {
        const path = join(folder, fileOf(program));
        await rename(join(out, builtName(packagePath(way.module, program))), path);
        yield { program, path };
      }
    },
  };
}

const downloadTries = 2;

/** Of a thousand downloads one may break off, and Go does not try again; what came is kept, so a further try goes on from there. */
async function downloadModules(
  args: string[],
  { signal, report }: FetchJob,
  tool: ToolOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await runTool(['go'], args, tool);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === downloadTries) throw error;
      report(`downloading Go modules again after: ${(error as Error).message}`);
    }
  }
}

/** Everything that Go keeps stays in our cache folder unless the user says where; `-modcacherw` lets it be removed. */
export function goFolder(cache: string): string {
  return join(cache, 'go');
}

function goEnvironment({ env, cache, folder }: FetchJob): NodeJS.ProcessEnv {
  const own = goFolder(cache);
  return {
    ...env,
    GOCACHE: env['GOCACHE'] || join(own, 'build'),
    GOMODCACHE: env['GOMODCACHE'] || join(own, 'mod'),
    GOTMPDIR: folder,
    GOFLAGS: '-mod=mod -modcacherw',
    GOWORK: 'off',
    GOOS: '',
    GOARCH: '',
    CGO_ENABLED: '0',
  };
}

async function writeGoMod(way: WayOf<'go-modules'>, { group }: FetchJob, tool: ToolOptions): Promise<void> {
  const goMod = join(tool.cwd, 'go.mod');
  const version = way.moduleVersion ?? `v${group.version}`;
  const lines = [
    'module tenantproof.invalid/programs',
    `go ${goVersion}`,
    `require ${way.module} ${version}`,
  ];
  await writeFile(goMod, `${lines.join('\n')}\n`);
  if (way.stagingVersion === undefined) return;
  const stated = await stagedModules(`${way.module}@${version}`, tool);
  const replaced = stated.map((module) => `replace ${module} => ${module} ${way.stagingVersion}`);
  await writeFile(goMod, `${[...lines, ...replaced].join('\n')}\n`);
}

/** Kubernetes replaces the modules of its own repository by folders, which no module proxy carries. */
async function stagedModules(module: string, tool: ToolOptions): Promise<string[]> {
  const download = JSON.parse(await runTool(['go'], ['mod', 'download', '-json', module], tool)) as {
    GoMod: string;
  };
  const goMod = JSON.parse(await runTool(['go'], ['mod', 'edit', '-json', download.GoMod], tool)) as {
    Replace?: { Old: { Path: string }; New: { Path: string } }[];
  };
  return (goMod.Replace ?? []).filter(({ New }) => New.Path.startsWith('./')).map(({ Old }) => Old.Path);
}

const tagFlags = ({ tags }: WayOf<'go-modules'>): string[] => (tags === undefined ? [] : ['-tags', tags]);

function linkFlags({ stamps = [] }: WayOf<'go-modules'>): string[] {
  return ['-ldflags', ['-s', '-w', ...stamps.map((stamp) => `-X ${stamp}`)].join(' ')];
}

const packagePath = (module: string, { goPackage }: PinnedProgram): string =>
  goPackage === undefined ? module : `${module}/${goPackage}`;

/** Go names a program after the last element of its package path that is not a major version. */
export function builtName(packagePath: string): string {
  const last = basename(packagePath);
  return /^v\d+$/.test(last) ? basename(join(packagePath, '..')) : last;
}
