import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import { exampleReport } from '../../unit/report/example-report.ts';

const home = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-compare-'));
  await writeRun('good', JSON.stringify(exampleReport));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  return rm(folder, { recursive: true, force: true });
});

async function writeRun(name: string, text: string): Promise<string> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'report.json'), text);
  return name;
}

const whole = JSON.stringify(exampleReport, null, 2);

describe('what is no run ends with 104, a cause and a cure', () => {
  test.each([
    ['no arguments', ['compare'], /missing required argument 'older'[\s\S]*--help/],
    ['one run', ['compare', 'good'], /missing required argument 'newer'/],
    ['a third run', ['compare', 'good', 'good', 'good'], /too many arguments/],
    ['an unknown flag', ['compare', 'good', 'good', '--fast'], /unknown option '--fast'/],
    ['no such folder', ['compare', 'good', 'absent'], /There is no run at absent\n.*reports\/latest/],
    [
      'a path through a file',
      ['compare', 'good', 'good/report.json/x'],
      /There is no run at good\/report\.json\/x/,
    ],
    ['a folder of something else', ['compare', '.', 'good'], /\. has no report\.json\n.*killed/],
  ])('%s', async (_name, args, message) => {
    const { exitCode, stderr, stdout } = await runCliHere(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 104, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['cut', whole.slice(0, whole.length / 2), /cut\/report\.json is cut off or no JSON: .*\n.*killed/],
    ['empty', '', /empty\/report\.json is cut off or no JSON/],
    ['prose', 'hello \u001B[2J', /prose\/report\.json is cut off or no JSON: \P{Cc}*\n/u],
    ['null', 'null', /null\/report\.json is no report of tenantproof: it: /],
    ['other', '{"a": 1}', /is no report of tenantproof: schemaVersion: .*run: .*verdicts: .*; and 1 more\n/],
    ['text-version', '{"schemaVersion": "1"}', /is no report of tenantproof: schemaVersion: /],
    [
      'wrong-status',
      whole.replace('"held"', '"passed"'),
      /is no report of tenantproof: verdicts\.0\.status: .*"not-verified"/,
    ],
    [
      'newer-version',
      whole.replace('"schemaVersion": 1', '"schemaVersion": 2'),
      /newer-version\/report\.json has schemaVersion 2, this tenantproof reads 1\n.*version/,
    ],
  ])('a report that is %s', async (name, text, message) => {
    await writeRun(name, text);
    const { exitCode, stderr, stdout } = await runCliHere(['compare', 'good', name]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 104, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });
});

describe('two runs', () => {
  const changed = (changes: object): string => {
    const [first, ...rest] = exampleReport.verdicts;
    return JSON.stringify({ ...exampleReport, verdicts: [{ ...first, ...changes }, ...rest] });
  };

  test.each([
    ['the same', {}, 0, /NOT WORSE/],
    [
      'newly breached',
      { status: 'breached' },
      99,
      /✘ WORSE +request-flood victim-p99-ratio: .*held → breached/,
    ],
    ['no longer sure', { status: 'inconclusive' }, 20, /\? UNSURE +request-flood victim-p99-ratio/],
  ])('%s', async (_name, changes, code, words) => {
    const name = await writeRun('newer', changed(changes));
    const { exitCode, stdout } = await runCliHere(['compare', 'good', join(name, 'report.json')]);
    expect(exitCode).toBe(code);
    expect(stdout).toMatch(words);
    expect(stdout).toContain(`Exit code: ${code}\n`);
  });

  test('--json prints the comparison as data, with the same exit code', async () => {
    await writeRun('newer', changed({ status: 'breached' }));
    const { exitCode, stdout } = await runCliHere(['compare', '--json', 'good', 'newer']);
    expect(exitCode).toBe(99);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      conclusion: 'worse',
      objectives: [
        { outcome: 'worse', older: { status: 'held' }, newer: { status: 'breached' } },
        {},
        {},
        {},
        {},
        {},
      ],
    });
  });
});

test('--help teaches: what a run is, exit codes, examples', async () => {
  const { exitCode, stdout } = await runCliHere(['compare', '--help']);
  expect(exitCode).toBe(0);
  for (const word of ['<older>', '<newer>', '--json', '99', 'reports/latest', 'Examples'])
    expect(stdout).toContain(word);
});
