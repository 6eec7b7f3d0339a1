import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { malformedConfigs } from '../../helpers/malformed-configs.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import type { CliResult } from '../../helpers/run-cli.ts';

let folder: string;
let reports: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-configs-'));
  // Were one of them taken after all, no run could begin where a file is.
  reports = join(folder, 'file', 'reports');
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (config: string): Promise<CliResult> =>
  runCliHere(['verify', '--config', config, '--reports', reports]);

const written = async (name: string, content: string | Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

test('there are thirty and more', () => {
  expect(malformedConfigs.length).toBeGreaterThanOrEqual(30);
});

describe.each(malformedConfigs)('$name', ({ path, at, says, cure }) => {
  test('is refused with its place and its cure, and nothing is started', async () => {
    const { exitCode, stdout, stderr } = await verify(path);
    expect(exitCode).toBe(104);
    expect(stdout).toBe('');
    expect(stderr).toContain(`:${at}:`);
    expect(stderr).toContain(says);
    expect(stderr).toContain(cure);
    expect(stderr).toMatch(/^\S+\.yaml:\d+:\d+: /);
    expect(stderr).not.toMatch(/^\s+at |this is a bug/im);
    // Nothing that stands in the file may paint the terminal.
    expect(stderr).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(stderr.split('\n').length).toBeLessThan(30);
  });
});

test.each([
  ['too large', '# '.padEnd(70_000, 'x'), 'is larger than 64 KiB\nName a text file'],
  ['of UTF-16', Buffer.from('\uFEFFprofile: quick\n', 'utf16le'), ':1:1: this is no UTF-8 text'],
  ['of ten thousand keys', 'a: 1\n'.repeat(10_000), 'a second time'],
  [
    'of a thousand unknown keys',
    Array.from({ length: 1000 }, (_, n) => `k${n}: 1\n`).join(''),
    'and 980 more',
  ],
  ['of twenty thousand aliases', `a: &a 1\nb: [${'*a,'.repeat(20_000)}]\n`, ':2:5: aliases make this grow'],
  ['of a key without end', `? ${'k'.repeat(50_000)}\n: 1\n`, "…' at the top level"],
])('a file %s is refused in few words', async (name, content, words) => {
  const { exitCode, stderr } = await verify(await written(`${name}.yaml`, content));
  expect(exitCode).toBe(104);
  expect(stderr).toContain(words);
  expect(stderr.length).toBeLessThan(10_000);
});

test.each([
  ['/dev/zero', 'is larger than 64 KiB'],
  ['test/fixtures', 'Cannot read test/fixtures: EISDIR'],
  ['no-such-file.yaml', 'Cannot read no-such-file.yaml: ENOENT'],
])('%s is no file of settings', async (path, words) => {
  const { exitCode, stderr } = await verify(path);
  expect(exitCode).toBe(104);
  expect(stderr).toContain(words);
});

test('an empty file, and one that says nothing, mean every default', async () => {
  for (const [name, text] of [
    ['empty', ''],
    ['mark', '\uFEFF'],
    ['words', '# nothing\n---\n'],
  ] as const) {
    const config = await written(`${name}.yaml`, text);
    const { exitCode, stderr } = await runCliHere(['verify', '--config', config, '--dry-run']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  }
});

test('the other commands that read it refuse it too', async () => {
  const [{ path } = { path: '' }] = malformedConfigs;
  for (const args of [['push', 'reports/example'], ['matrix'], ['up']]) {
    const { exitCode, stderr } = await runCliHere([...args, '--config', path]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 104, stderr: expect.stringContaining(path) });
  }
  expect(existsSync(reports)).toBe(false);
});
