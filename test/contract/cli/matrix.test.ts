import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MatrixCell } from '../../../src/model/matrix.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import { exampleReport } from '../../unit/report/example-report.ts';

const home = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-matrix-'));
  await mkdir(join(folder, 'run'));
  await writeFile(join(folder, 'run/report.json'), JSON.stringify(exampleReport));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  return rm(folder, { recursive: true, force: true });
});

describe('the matrix of a run that was played', () => {
  test.each(['run', 'run/report.json'])('of %s is shown, and written beside the report', async (place) => {
    const { exitCode, stdout, stderr } = await runCliHere(['matrix', place]);
    expect(exitCode).toBe(99);
    expect(stdout).toMatch(/✘ BREACHED +request-flood\n[\s\S]*✔ caught: no-limiter\n/u);
    expect(stdout).toContain('no-gpu-max: not caught by any scenario (not played: oversized-container)');
    expect(stdout).toContain('Exit code: 99');
    expect(stderr).toContain('Written to run/matrix.md, and to matrix.json beside it');
    expect(stderr).toContain('tenantproof judge run');
    expect(await readFile('run/matrix.md', 'utf8')).toContain('| gpu-quota-storm | inconclusive |');
  });

  test.each([[['--quiet', 'matrix', 'run']], [['matrix', 'run', '-q']]])(
    '%j shows it, and says nothing beside',
    async (args) => {
      const { stdout, stderr } = await runCliHere(args);
      expect(stdout).toMatch(/✘ BREACHED +request-flood\n/u);
      expect(stderr).toBe('');
    },
  );

  test('--json prints what matrix.json holds: scenario, weakness, status', async () => {
    const { exitCode, stdout } = await runCliHere(['matrix', 'run', '--json']);
    expect(exitCode).toBe(99);
    expect(stdout).toBe(await readFile('run/matrix.json', 'utf8'));
    const cells = JSON.parse(stdout) as MatrixCell[];
    expect(cells).toContainEqual({ scenario: 'request-flood', weakness: null, status: 'breached' });
    expect(cells).toContainEqual({ scenario: 'request-flood', weakness: 'no-limiter', status: 'breached' });
    expect(cells).toContainEqual({ scenario: 'gpu-quota-storm', weakness: 'inert-quota', status: 'held' });
  });
});

test.each([
  [['matrix', 'absent'], /There is no run at absent\n.*reports\/latest/],
  [['matrix', '.'], /\. has no report\.json\n/],
  [['matrix', '--scenario', 'nope'], /Unknown scenario 'nope'/],
  [['matrix', 'run', '--seed', '7'], /run was played already: .*--seed/],
  [['matrix', 'run', 'run'], /too many arguments/],
])('%j ends with 104, a cause and a cure', async (args, message) => {
  const { exitCode, stdout, stderr } = await runCliHere(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 104, stdout: '' });
  expect(stderr).toMatch(message);
});
