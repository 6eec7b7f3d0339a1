import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScenarioEntry } from '../../../src/model/scenario-entry.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { tryLock } from '../../../src/system/named-lock.ts';
import { runCli } from '../../helpers/run-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const config = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return name;
};

describe('what cannot be meant ends with 104, a cause and a cure, before anything is started', () => {
  test.each([
    [['verify', '--scenario', 'nope'], /Unknown scenario 'nope'[\s\S]*gpu-quota-storm, .*request-flood/],
    [['verify', '--frobnicate'], /unknown option '--frobnicate'[\s\S]*--help/],
    [['verify', '--profile', 'fast'], /Unknown profile 'fast'[\s\S]*quick, nightly, certify/],
    [['verify', '--seed', 'x'], /seed 'x' is not a whole number/],
    [['verify', '--cluster', 'mars'], /Unknown cluster 'mars'[\s\S]*auto, embedded/],
    [['verify', '--config', 'absent.yaml'], /Cannot read absent.yaml/],
    [['verify', '--slo', 'absent.yaml'], /Cannot read absent.yaml[\s\S]*scenarios\/objectives.yaml/],
    [['verify', '--tenants', '101'], /101 is not a number of tenants[\s\S]*from 2 to 100/],
    [['verify', '--tenants', '10', '--aggressors', '10'], /10 of 10 tenants[\s\S]*from 1 to N − 1/],
    [
      ['verify', '--tenants', '10', '--scenario', 'gpu-quota-storm'],
      /The attack of gpu-quota-storm is no load[\s\S]*request-flood/,
    ],
    [['judge', 'absent'], /absent has no run.json[\s\S]*reports\/latest/],
    [['invoice', '--tenant', 'tenant-a', '--period-days', '0'], /period/],
    [['frob'], /unknown command 'frob'/],
    [['verify', 'extra'], /too many arguments/],
  ])('%j', async (args, message) => {
    const { exitCode, stderr, stdout } = await runCli(args, { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 104, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['malformed', 'victim: {rateRps: 150\n', /malformed.yaml:2:1/],
    [
      'rate-zero',
      'victim:\n  rateRps: 0\n',
      /rate-zero.yaml:2:12: victim.rateRps: a rate of 0 or less measures nothing/,
    ],
    [
      'too-few',
      'victim:\n  rateRps: 50\nwindows:\n  seconds: 2.2\n',
      /at least 299 samples in a window.*give 50[\s\S]*Raise/,
    ],
    [
      'unknown-key',
      'victims: {}\n',
      /unknown key 'victims'.*did you mean 'victim'\?.*valid keys: profile, seed/,
    ],
  ])('a config that is %s', async (name, text, message) => {
    const file = await config(`${name}.yaml`, text);
    const { exitCode, stderr } = await runCli(['verify', '--config', file], { cwd: folder });
    expect(exitCode).toBe(104);
    expect(stderr).toMatch(message);
  });

  test('none of them left a run behind', async () => {
    expect((await readdir(folder)).filter((name) => !name.endsWith('.yaml'))).toEqual([]);
  });
});

test('a second run beside a first is refused, naming the first', async () => {
  await using lock = await tryLockOrFail();
  void lock;
  const { exitCode, stderr } = await runCli(['verify'], { cwd: folder });
  expect(exitCode).toBe(21);
  expect(stderr).toContain('used by another run: run 2026-test, process 1');
});

async function tryLockOrFail(): Promise<AsyncDisposable> {
  const lock = await tryLock('measuring', 'run 2026-test, process 1');
  if ('heldBy' in lock) throw new Error(`a run is going on: ${lock.heldBy}`);
  return lock;
}

describe('what needs no cluster', () => {
  test('--help teaches: flags, exit codes, examples', async () => {
    const { exitCode, stdout } = await runCli(['verify', '--help']);
    expect(exitCode).toBe(0);
    for (const word of ['--scenario', '--dry-run', '--quiet', '99', 'inconclusive', 'Examples'])
      expect(stdout).toContain(word);
  });

  test('--dry-run prints the plan as JSON and starts nothing', async () => {
    const { exitCode, stdout } = await runCli(['verify', '--dry-run', '--seed', '7'], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, seed: 7, profile: 'quick' });
  });

  test('scenarios lists every question for people and for programs', async () => {
    const people = await runCli(['scenarios']);
    const programs = await runCli(['scenarios', '--json']);
    const all = JSON.parse(programs.stdout) as ScenarioEntry[];
    const files = (await readdir(packageFile('scenarios'))).filter((name) => name.endsWith('.ts'));
    expect(all.map(({ id }) => `${id}.ts`)).toEqual(files.toSorted());
    for (const { question, control, needs } of all) {
      for (const words of [question, control, needs.join(', ')]) expect(people.stdout).toContain(words);
    }
    expect(all.find(({ id }) => id === 'oversized-container')).toEqual({
      id: 'oversized-container',
      question: expect.stringContaining('?'),
      control: 'LimitRange max on nvidia.com/gpu',
      profiles: ['nightly', 'certify'],
      needs: ['quota'],
      weaknesses: ['no-gpu-max'],
      objectives: expect.arrayContaining(['A container at the maximum is admitted']),
      expectedSeconds: 2,
      cure: { usualCause: expect.any(String), fix: expect.any(String) },
    });
  });
});
