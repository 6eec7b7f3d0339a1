import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Report, Status, Verdict } from '../../../src/model/report.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { writeRecordedRun } from '../../helpers/recorded-run.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import type { CliResult } from '../../helpers/run-cli.ts';
import { spoiltCopy, type Spoil } from '../../helpers/spoilt-copy.ts';
import { edited, latencySlo } from '../../unit/config/example-slo.ts';

const home = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-judge-'));
  await writeRecordedRun(join(folder, 'whole'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  return rm(folder, { recursive: true, force: true });
});

const copyOfRun = (spoil?: Spoil): Promise<string> => spoiltCopy(join(folder, 'whole'), spoil);

/** Judges a copy of the run that was spoilt. */
const judge = async (spoil?: Spoil, ...flags: string[]): Promise<CliResult> =>
  runCliHere(['judge', await copyOfRun(spoil), ...flags]);

/** Gives a file of the run other fields; undefined leaves one out. */
async function withFields(run: string, file: string, fields: Record<string, unknown>): Promise<void> {
  const was = JSON.parse(await readFile(join(run, file), 'utf8')) as Record<string, unknown>;
  await writeFile(join(run, file), JSON.stringify({ ...was, ...fields }));
}

/** As a run that was killed leaves it: it could not seal its files. */
const unseal: Spoil = (run) => withFields(run, 'run.json', { digests: undefined, endedAt: undefined });

const statusesIn = ({ stdout }: CliResult): Record<string, Status> =>
  Object.fromEntries((JSON.parse(stdout) as Report).verdicts.map(({ id, status }) => [id, status]));

const verdictsOf = (arm: string, { stdout }: CliResult): Verdict[] =>
  (JSON.parse(stdout) as Report).verdicts.filter((verdict) => verdict.arm === arm);

const asRecorded = {
  'request-flood/protected/victim-p99-ratio': 'held',
  'request-flood/protected/victim-errors': 'held',
  'request-flood/protected/victim-seen-alike': 'held',
  'request-flood/protected/admitted-within-rate': 'held',
  'request-flood/protected/refusals-explained': 'held',
  'request-flood/weakened-limiter-off-fifo/victim-p99-ratio': 'breached',
  'request-flood/weakened-limiter-off-fifo/admitted-within-rate': 'breached',
};

async function bytesIn(run: string): Promise<Record<string, string>> {
  const names = (await readdir(run)).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(run, name), 'base64')));
  return Object.fromEntries(names.map((name, index) => [name, contents[index] ?? '']));
}

describe.concurrent('a run as it was recorded', () => {
  test('the example gives the report that stands beside it, to the byte', async ({ expect }) => {
    const example = packageFile('reports/example');
    const { stdout } = await runCliHere(['judge', example, '--json']);
    expect(stdout).toBe(await readFile(join(example, 'report.json'), 'utf8'));
  });

  test('is judged, and nothing in its folder is changed', async ({ expect }) => {
    const run = await copyOfRun();
    const result = await runCliHere(['judge', run, '--json']);
    expect(statusesIn(result)).toEqual(asRecorded);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await bytesIn(run)).toEqual(await bytesIn(join(folder, 'whole')));
  });

  test('is told to people, with what was judged', async ({ expect }) => {
    const { exitCode, stdout } = await judge();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/request-flood[\s\S]*HELD[\s\S]*CAUGHT[\s\S]*Exit code: 0/u);
    expect(stdout).toMatch(/run-\w+ +what was judged/u);
  });
});

/** 95 of 100 requests take at most so long. */
const within = (milliseconds: number): string =>
  edited(latencySlo, ['value: 250', `value: ${milliseconds}`], ['target: 0.99', 'target: 0.95']);

describe.concurrent('other objectives', () => {
  const judgeBy = async (text: string, ...flags: string[]): Promise<CliResult> => {
    const file = join(await mkdtemp(join(folder, 'slo-')), 'slo.yaml');
    await writeFile(file, text);
    return judge(undefined, '--slo', file, ...flags);
  };

  test.for([
    [250, 'held', 0],
    [25, 'breached', 99],
  ] as const)('add a verdict: %i ms were %s', async ([milliseconds, status, exitCode], { expect }) => {
    const result = await judgeBy(within(milliseconds), '--json');
    expect(statusesIn(result)).toEqual({ ...asRecorded, 'request-flood/protected/quick': status });
    expect(result.exitCode).toBe(exitCode);
  });

  test('replace the limits that the run was played with', async ({ expect }) => {
    const shipped = await readFile(packageFile('scenarios/objectives.yaml'), 'utf8');
    const result = await judgeBy(edited(shipped, ['value: 1.1', 'value: 1.001']), '--json');
    const ratio = { 'request-flood/protected/victim-p99-ratio': 'inconclusive' };
    expect(statusesIn(result)).toEqual({ ...asRecorded, ...ratio });
    expect(result.exitCode).toBe(20);
  });

  test('that are malformed are refused by their line', async ({ expect }) => {
    const result = await judgeBy(edited(latencySlo, ['value: 250', 'value: soon']));
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    expect(result.stderr).toContain('slo.yaml:17:14: spec.objectives.0.value:');
  });
});

const victim = 'request-flood-protected-victim.csv.gz';

const flipByteOf =
  (name: string): Spoil =>
  async (run) => {
    const bytes = await readFile(join(run, name));
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(join(run, name), bytes);
  };

const remove =
  (name: string): Spoil =>
  (run) =>
    rm(join(run, name));

describe.concurrent('a sealed run of which something was changed is refused', () => {
  const other = 'request-flood-protected-other.csv.gz';

  test.for<[string, string, Spoil]>([
    ['a byte of the plan', 'plan.json', flipByteOf('plan.json')],
    ['a byte of the observations', 'observations.ndjson', flipByteOf('observations.ndjson')],
    ['a byte of the samples', victim, flipByteOf(victim)],
    ['samples added', other, (run) => cp(join(run, victim), join(run, other))],
    ['samples gone', victim, remove(victim)],
  ])('%s', async ([_what, name, spoil], { expect }) => {
    const result = await judge(spoil);
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    expect(result.stderr).toContain(`is not what was recorded; changed since: ${name}\n`);
  });
});

const notSealed = 'The run was ended before it could seal its files: whether they are whole is not known\n';

describe.concurrent('a run that was killed is judged as far as it got', () => {
  const judgeUnsealed = (spoil?: Spoil): Promise<CliResult> =>
    judge(async (run) => {
      await unseal(run);
      await spoil?.(run);
    }, '--json');
  const cut =
    (name: string, bytes: number): Spoil =>
    async (run) =>
      truncate(join(run, name), (await stat(join(run, name))).size - bytes);

  test('whole but not sealed: the same verdicts, and a word of warning', async ({ expect }) => {
    const result = await judgeUnsealed();
    expect(statusesIn(result)).toEqual(asRecorded);
    expect(result).toMatchObject({ exitCode: 0, stderr: `  ${notSealed}` });
  });

  test('samples cut: nothing is decided in their arm, and why; the other arm is', async ({ expect }) => {
    const result = await judgeUnsealed(cut(victim, 1000));
    for (const { status, reason } of verdictsOf('protected', result)) {
      expect(status).toBe('inconclusive');
      expect(reason).toContain('samples of the victim (unexpected end of file)');
    }
    expect(verdictsOf('weakened', result).map(({ status }) => status)).toEqual(['breached', 'breached']);
    expect(result.exitCode).toBe(20);
  });

  test('the last observation cut: says its line, and holds nothing without the control', async ({
    expect,
  }) => {
    const result = await judgeUnsealed(cut('observations.ndjson', 10));
    const [, line] = /observations\.ndjson is broken at line (\d+); what/u.exec(result.stderr) ?? [];
    const lines = await readFile(join(folder, 'whole/observations.ndjson'), 'utf8');
    expect(Number(line)).toBe(lines.trimEnd().split('\n').length);
    const [ratio] = verdictsOf('weakened', result);
    expect(ratio?.reason).toContain(`observations.ndjson (broken at line ${line})`);
    for (const { reason } of verdictsOf('protected', result)) expect(reason).toContain('control was missed');
    expect(result.exitCode).toBe(20);
  });

  test.for<[string, Spoil]>([
    ['no observations', remove('observations.ndjson')],
    ['empty observations', (run) => truncate(join(run, 'observations.ndjson'))],
  ])('%s: nothing is decided', async ([_what, spoil], { expect }) => {
    const result = await judgeUnsealed(spoil);
    expect(new Set(Object.values(statusesIn(result)))).toEqual(new Set(['inconclusive']));
    expect(result.exitCode).toBe(20);
    expect(result.stderr).toContain(notSealed);
  });

  test('before it had a cluster: there is nothing to judge', async ({ expect }) => {
    const result = await judgeUnsealed(async (run) => {
      await withFields(run, 'run.json', { cluster: undefined });
      await remove('observations.ndjson')(run);
    });
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    expect(result.stderr).toContain('ended before it had a cluster: there is nothing to judge');
  });
});

describe.concurrent('what is no run of this version is refused by name', () => {
  test.for<[string, number | undefined, string]>([
    ['run.json', 0, '0'],
    ['run.json', 2, '2'],
    ['run.json', undefined, 'none'],
    ['plan.json', 0, '0'],
    ['plan.json', 2, '2'],
    ['plan.json', undefined, 'none'],
  ])('%s with schemaVersion %s', async ([file, schemaVersion, words], { expect }) => {
    const result = await judge(async (run) => {
      await unseal(run);
      await withFields(run, file, { schemaVersion });
    });
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    expect(result.stderr).toContain(`/${file} has schemaVersion ${words}; this tenantproof reads 1\n`);
    expect(result.stderr).toContain('with the version of tenantproof that recorded it');
  });

  test.for([
    ['a folder that is none', 'absent'],
    ['a folder of something else', '.'],
  ] as const)('%s', async ([_what, run], { expect }) => {
    const result = await runCliHere(['judge', run]);
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    expect(result.stderr).toBe(`${run} has no run.json\nName the folder of a run, e.g. reports/latest.\n`);
  });
});
