import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** What each folder may import besides itself. Data flows one way; see CONTRIBUTING.md. */
const allowed: Record<string, readonly string[]> = {
  'src/model': [],
  'src/config': ['src/model'],
  'src/plan': ['src/model'],
  'src/judge': ['src/model'],
  'src/report': ['src/model'],
  'src/dialects': ['src/model'],
  'src/system': ['src/model'],
  'src/oci': ['src/model', 'src/system'],
  'src/journal': ['src/model', 'src/system'],
  'src/toolchain': ['src/model', 'src/system', 'src/journal'],
  'src/cluster': ['src/model', 'src/system', 'src/journal', 'src/oci', 'src/toolchain'],
  'src/stack': ['src/model', 'src/system', 'src/journal', 'src/oci', 'src/toolchain', 'src/cluster'],
  'src/experiment': ['src/model', 'src/dialects', 'src/system', 'src/journal', 'src/cluster', 'src/stack'],
  'src/cli': [
    'src/model',
    'src/config',
    'src/plan',
    'src/judge',
    'src/report',
    'src/system',
    'src/journal',
    'src/toolchain',
    'src/cluster',
    'src/stack',
    'src/experiment',
    'src/reference-stack/billing',
  ],
  // The front for programs, as the command line is the one for people. Nothing imports it.
  'src/library': ['src/model', 'src/config', 'src/judge', 'src/report', 'src/system', 'src/cli'],
  'src/build': [
    'src/model',
    'src/config',
    'src/stack',
    'src/report',
    'src/system',
    'src/toolchain',
    'src/cli',
  ],
  'src/reference-stack': [],
  // Not in the cluster: the front of it is `tenantproof invoice`. Nothing that judges may import it.
  'src/reference-stack/billing': [],
  scenarios: ['src/model', 'src/judge', 'src/experiment'],
};

/** Folders whose functions are pure: no files, processes, network or clock. */
const pure = new Set([
  'src/model',
  'src/plan',
  'src/judge',
  'src/report',
  'src/dialects',
  'src/reference-stack/billing',
]);

/** The innermost folder with rules of its own. */
const folderOf = (path: string): string =>
  Object.keys(allowed)
    .filter((folder) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0] ?? path.split('/').slice(0, 2).join('/');

const sources = Object.keys(allowed).flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ folder, path: join(folder, file) }))
    .filter(({ path }) => folderOf(path) === folder),
);

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

test('every folder of src/ has its place in the order of imports', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`);
  expect(folders.filter((folder) => !(folder in allowed))).toEqual([]);
});

test('imports point one way', () => {
  const wrong = sources.flatMap(({ folder, path }) =>
    importsOf(path)
      .filter((target) => target.startsWith('.'))
      .map((target) => folderOf(relative(root, resolve(root, dirname(path), target))))
      .filter((target) => target !== folder && !allowed[folder]?.includes(target))
      .map((target) => `${path} imports ${target}`),
  );
  expect(sources.length).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
});

test('pure folders use nothing of Node', () => {
  const wrong = sources
    .filter(({ folder }) => pure.has(folder))
    .flatMap(({ path }) =>
      importsOf(path)
        .filter((target) => target.startsWith('node:'))
        .map((target) => `${path} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});
