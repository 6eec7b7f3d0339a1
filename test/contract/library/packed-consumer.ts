import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packageFile } from '../../../src/system/package-file.ts';

const run = promisify(execFile);

/** A project that has tenantproof as npm would install it. */
export interface PackedConsumer extends AsyncDisposable {
  folder: string;
  /** Runs a program of Node in the project. @returns what it wrote to standard output */
  node(...args: string[]): Promise<string>;
  write(name: string, text: string): Promise<void>;
}

/** What the package is made from. */
const ingredients = [
  'package.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  'src',
  'scenarios',
  'k8s-fixtures',
];

/** Packs a copy of the sources, and unpacks it beside links to its dependencies. The folder of the sources stays as it is. */
export async function packedConsumer(): Promise<PackedConsumer> {
  const place = await mkdtemp(join(tmpdir(), 'packed-consumer-'));
  try {
    return await unpackedIn(place);
  } catch (error) {
    await rm(place, { recursive: true, force: true });
    throw error;
  }
}

async function unpackedIn(place: string): Promise<PackedConsumer> {
  const archive = await pack(join(place, 'sources'));
  const modules = join(place, 'consumer/node_modules');
  const own = join(modules, 'tenantproof');
  await mkdir(own, { recursive: true });
  await run('tar', ['-xzf', archive, '--strip-components=1', '-C', own]);
  await linkDependencies(modules);
  const folder = join(place, 'consumer');
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  return {
    folder,
    node: async (...args) => (await run(process.execPath, args, { cwd: folder, env: plainEnv() })).stdout,
    write: (name, text) => writeFile(join(folder, name), text),
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true }),
  };
}

async function pack(folder: string): Promise<string> {
  for (const name of ingredients) await cp(packageFile(name), join(folder, name), { recursive: true });
  await cp(packageFile('reports/report.schema.json'), join(folder, 'reports/report.schema.json'));
  await symlink(packageFile('node_modules'), join(folder, 'node_modules'));
  const env = { ...process.env, PATH: `${packageFile('node_modules/.bin')}:${process.env['PATH']}` };
  const { stdout } = await run('npm', ['pack', '--json'], { cwd: folder, env, maxBuffer: 2 ** 26 });
  const name = /"filename": "(?<name>[^"]+)"/u.exec(stdout)?.groups?.['name'];
  if (name === undefined) throw new Error(`npm pack said: ${stdout}`);
  return join(folder, name);
}

async function linkDependencies(modules: string): Promise<void> {
  const installed = packageFile('node_modules');
  for (const name of await readdir(installed)) {
    if (name.startsWith('.')) continue;
    const link = join(modules, name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(installed, name), link);
  }
}

/** The tests' own settings are not the consumer's. */
const plainEnv = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NO_COLOR: '1',
});
