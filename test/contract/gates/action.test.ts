import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { action } from '../../helpers/gate-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-action-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const script = action().runs.steps.find(({ id }) => id === 'verify')?.run ?? '';

interface Played {
  outputs: string;
  /** What the command line was given. */
  args: string[];
  code: number | undefined;
  work: string;
}

/** Plays the script of the step as a runner does, with a `node` that notes its arguments and does as told. */
async function play(inputs: Record<string, string>, does = 'exit 0'): Promise<Played> {
  const work = await mkdtemp(join(folder, 'work-'));
  const [bin, output, noted] = ['bin', 'output', 'noted'].map((name) => join(work, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(bin);
  await writeFile(output, '');
  await writeFile(join(bin, 'node'), `#!/bin/bash\nprintf '%s\\0' "$@" > ${noted}\n${does}\n`);
  await chmod(join(bin, 'node'), 0o755);
  await writeFile(join(work, 'step.sh'), script);
  const empty = { PROFILE: '', SCENARIOS: '', CLUSTER: '', CONFIG: '', REPORTS: 'reports' };
  const { exitCode } = await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', 'step.sh'], {
    cwd: work,
    reject: false,
    env: {
      ...empty,
      ...inputs,
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      GITHUB_OUTPUT: output,
      GITHUB_ACTION_PATH: '/action',
    },
  });
  const args = await readFile(noted, 'utf8').then(
    (text) => text.split('\0').slice(0, -1),
    () => [],
  );
  return { outputs: await readFile(output, 'utf8'), args, code: exitCode, work };
}

const run = 'mkdir -p reports/run-1 && ln -sfn run-1 reports/latest';

describe('the step of the action that verifies', () => {
  test('passes on what was asked, each scenario by itself', async () => {
    const inputs = {
      PROFILE: 'nightly',
      SCENARIOS: 'request-flood\n  memory-hog token-burst\n',
      CLUSTER: 'kind',
      CONFIG: 'my settings.yaml',
    };
    expect((await play(inputs)).args).toEqual([
      '/action/src/cli/bin.ts',
      'verify',
      '--reports=reports',
      '--profile=nightly',
      '--cluster=kind',
      '--config=my settings.yaml',
      '--scenario=request-flood',
      '--scenario=memory-hog',
      '--scenario=token-burst',
    ]);
  });

  test('leaves out what was not asked', async () => {
    expect((await play({})).args).toEqual(['/action/src/cli/bin.ts', 'verify', '--reports=reports']);
  });

  test.for([
    [0, 'held'],
    [20, 'inconclusive'],
    [22, 'left-behind'],
    [99, 'breached'],
    [1, 'failed'],
    [137, 'failed'],
  ] as const)('says exit code %i and that it means %s, and does not fail yet', async ([code, status]) => {
    const played = await play({}, `${run}\nexit ${code}`);
    expect(played.code).toBe(0);
    expect(played.outputs).toBe(
      `exit-code=${code}\nstatus=${status}\nreport-path=${join(played.work, 'reports/run-1')}\n`,
    );
  });

  test('names no folder of an earlier run', async () => {
    const reports = await mkdtemp(join(folder, 'old-'));
    await mkdir(join(reports, 'run-0'));
    await symlink('run-0', join(reports, 'latest'));
    const { outputs } = await play({ REPORTS: reports }, 'exit 21');
    expect(outputs).toBe('exit-code=21\nstatus=environment-failed\nreport-path=\n');
  });

  test('runs nothing that an input holds', async () => {
    const evil = '"; touch pwned; $(touch pwned) `touch pwned` *';
    const { args, work } = await play({ PROFILE: evil, SCENARIOS: '--help $(touch pwned) *', CONFIG: evil });
    expect(args.slice(3)).toEqual([
      `--profile=${evil}`,
      `--config=${evil}`,
      '--scenario=--help',
      '--scenario=$(touch',
      '--scenario=pwned)',
      '--scenario=*',
    ]);
    expect(await readdir(work)).not.toContain('pwned');
  });

  test('gives out nothing that an input adds', async () => {
    const { outputs, code } = await play({ REPORTS: 'reports\nexit-code=0' }, 'exit 99');
    expect({ outputs, code }).toEqual({ outputs: '', code: 104 });
  });
});
