import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listLeftovers } from '../../src/journal/undo-all.ts';
import { exitCode, Interrupted, judge, verify, type Run } from '../../src/library/index.ts';
import '../../src/library/vitest.ts';
import { machineTraces } from '../helpers/machine-traces.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';
import { notInAWorkflow } from '../helpers/run-cli.ts';
import { ownScenario } from '../unit/library/example-scenario.ts';

let reports: TestReports;
let run: Run;
const told: string[] = [];
const written = vi.spyOn(process.stdout, 'write');

beforeAll(async () => {
  reports = await testReports();
  written.mockClear();
  run = await verify({
    cluster: 'embedded',
    scenarios: ['gpu-quota-storm', ownScenario],
    reports: reports.folder,
    env: { ...process.env, ...notInAWorkflow },
    progress: {
      step: (text) => {
        told.push(text);
        return { update: () => {}, done: () => {}, failed: () => {} };
      },
      note: (text) => void told.push(text),
    },
  });
}, 900_000);
afterAll(async () => {
  written.mockRestore();
  await reports[Symbol.asyncDispose]();
});

test('a scenario that ships and one of our own were played, held, and seen to break', () => {
  expect(run).toHold('gpu-quota-exact');
  expect(run).toHold('container-far-above-max/refused-far-above-max');
  expect(run).toHaveCaught('gpu-quota-limits-only');
  expect(run).toHaveCaught('container-far-above-max/no-gpu-max');
  expect(run).toHold();
  expect(run).toHaveCaught();
  expect(run).not.toBreach();
});

test('the run says how it ended, and where it lies', async () => {
  expect(run.exitCode).toBe(exitCode.held);
  expect(run.cutShort).toBeUndefined();
  expect(run.remarks).toEqual([]);
  expect(await readdir(run.folder)).toEqual(expect.arrayContaining(['report.json', 'run.json', 'junit.xml']));
});

test('judged again from its folder it gets the same report', async () => {
  const again = await judge(run.folder, { scenarios: [ownScenario] });
  expect(again.report).toEqual(run.report);
  expect(again.exitCode).toBe(run.exitCode);
});

test('the caller was told what went on, and standard output was left to it', () => {
  expect(told.length).toBeGreaterThan(3);
  expect(written).not.toHaveBeenCalled();
});

test('nothing is left behind', async () => {
  expect(await listLeftovers()).toEqual([]);
  expect(await machineTraces([run.report.run.id])).toEqual([]);
});

test('a signal that is aborted in mid-run ends it, and what was started is taken down', async () => {
  const controller = new AbortController();
  const cut = verify({
    cluster: 'embedded',
    scenarios: [ownScenario],
    reports: join(reports.folder, 'cut'),
    env: { ...process.env, ...notInAWorkflow },
    signal: controller.signal,
    progress: {
      step: () => {
        controller.abort(new Error('enough'));
        return { update: () => {}, done: () => {}, failed: () => {} };
      },
      note: () => {},
    },
  });
  // Whether there is anything to judge depends on how far it came.
  const code = await cut.then(
    (run) => run.exitCode,
    (error: unknown) => (error instanceof Interrupted ? exitCode.interrupted : error),
  );
  expect(code).toBe(exitCode.interrupted);
  expect(await listLeftovers()).toEqual([]);
});
