import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadScenarios } from '../../src/cli/load-scenarios.ts';
import { listLeftovers } from '../../src/journal/undo-all.ts';
import type { Report } from '../../src/model/report.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { runCli, type CliResult } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';

/** Scenarios that count and do not compare latencies: they take seconds, so that the whole catalogue of them fits here. */
const countingScenarios = async (): Promise<Scenario[]> =>
  (await loadScenarios()).filter(
    ({ design, needs }) => design.kind === 'single-shot' && !needs.includes('gpu-hardware'),
  );

let scenarios: Scenario[];
let reports: TestReports;
let result: CliResult;
let report: Report;

beforeAll(async () => {
  scenarios = await countingScenarios();
  reports = await testReports();
  const ids = scenarios.map(({ id }) => id);
  result = await runCli([
    'verify',
    '--profile',
    'nightly',
    '--reports',
    reports.folder,
    '--scenario',
    ...ids,
  ]);
  ({ report } = await reports.latest());
}, 1_800_000);
afterAll(() => reports[Symbol.asyncDispose]());

test('the reference stack holds in every scenario that this cluster can play', () => {
  const unexpected = report.verdicts
    .filter(({ arm, status }) => arm === 'protected' && status !== 'held' && status !== 'not-verified')
    .map(({ id, status, reason }) => `${id}: ${status}: ${reason}`);
  expect(unexpected).toEqual([]);
  expect(result.exitCode).toBe(0);
});

test('every weakness of every scenario is caught', () => {
  const playable = new Set(
    report.verdicts.filter(({ status }) => status !== 'not-verified').map(({ scenario }) => scenario),
  );
  const wanted = scenarios
    .filter(({ id }) => playable.has(id))
    .flatMap(({ id, weaknesses }) => weaknesses.map(({ fixture }) => `${id} without ${fixture}`));
  const caught = new Set(
    report.verdicts
      .filter(({ arm, status }) => arm === 'weakened' && status === 'breached')
      .map(({ scenario, weakness }) => `${scenario} without ${weakness}`),
  );
  expect(wanted.filter((name) => !caught.has(name))).toEqual([]);
  expect(report.summary).toMatchObject({ breached: 0, inconclusive: 0, controlsMissed: 0 });
});

test('nothing is left on the machine', async () => {
  expect(await listLeftovers()).toEqual([]);
});
