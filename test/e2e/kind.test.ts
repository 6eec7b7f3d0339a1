import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownNames } from '../../src/journal/own-names.ts';
import { listLeftovers } from '../../src/journal/undo-all.ts';
import { containersOf, docker, lackOfKind, whySkipped } from '../helpers/container-engine.ts';
import { machineTraces } from '../helpers/machine-traces.ts';
import { notAsPromised } from '../helpers/not-as-promised.ts';
import { runCli, startCli, type RunningCli } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';
import { core, coreElsewhere } from './core-five.ts';

const { prefix, linkPrefix } = ownNames();

describe.skipIf(lackOfKind !== undefined)(`on kind${whySkipped(lackOfKind)}`, () => {
  let reports: TestReports;
  beforeAll(async () => {
    reports = await testReports();
  });
  afterAll(() => reports[Symbol.asyncDispose]());

  const nothingIsLeft = async (): Promise<void> => {
    expect(containersOf(prefix)).toEqual([]);
    expect(await machineTraces([prefix, linkPrefix])).toEqual([]);
    expect(await listLeftovers()).toEqual([]);
  };

  const start = (...args: string[]): RunningCli =>
    startCli(['verify', '--cluster', 'kind', '--reports', reports.folder, ...args]);

  test('the same verdicts as on the embedded cluster: created, used, deleted', async () => {
    const { exitCode, stderr } = await start(...(await coreElsewhere(reports.folder))).result;
    const { report } = await reports.latest();
    expect(notAsPromised(report)).toEqual([]);
    expect(new Set(report.verdicts.map(({ scenario }) => scenario))).toEqual(new Set(core));
    expect(report.run.cluster?.kind).toBe('kind');
    expect(stderr).toContain('kind cluster ready');
    await nothingIsLeft();
    expect(report.summary).toMatchObject({ controlsCaught: core.length, controlsMissed: 0 });
    expect(exitCode).toBe(0);
  }, 1_800_000);

  /** Hurts the cluster in the middle of a flood, and looks at what becomes of the run. */
  const hurtInMidRun = async (
    hurt: (node: string) => void,
  ): Promise<{ exitCode: number | null; stderr: string }> => {
    const run = start('--scenario', 'request-flood');
    await run.says('request-flood, control in place · pair');
    const node = containersOf(prefix)[0]?.split(' ')[0] ?? '';
    hurt(node);
    const ended = await run.result;
    expect(`exit ${ended.exitCode}: ${ended.stderr}`).toMatch(/^exit 2[01]: /);
    const { verdicts } = (await reports.latest()).report;
    expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['inconclusive']));
    return ended;
  };

  test('a node that is deleted in mid-run: inconclusive with the cause, nothing left', async () => {
    const { stderr } = await hurtInMidRun((node) => docker('rm', '--force', '--volumes', node));
    expect(stderr).toMatch(/node/);
    await nothingIsLeft();
  });

  test('an API server that is killed in mid-run: inconclusive with the cause, nothing left', async () => {
    // The kubelet starts another, which may be there before anybody who looks once a second misses the first.
    const { stderr } = await hurtInMidRun((node) => docker('exec', node, 'pkill', '-KILL', 'kube-apiserver'));
    expect(stderr).toContain('The API server was killed or cut off');
    await nothingIsLeft();
  });

  test('up, verify on it, down: the cluster is reused and then gone', async () => {
    const up = await runCli(['up', '--cluster', 'kind']);
    expect(up.stderr).toContain('kind cluster ready');
    expect(up.exitCode).toBe(0);
    const onWhatIsThere = ['--cluster', 'auto', '--scenario', 'gpu-quota-storm'];
    const verified = await runCli(['verify', ...onWhatIsThere, '--reports', reports.folder]);
    expect(verified.stderr).toContain("Using the cluster that 'tenantproof up' left running (kind");
    expect(verified.exitCode).toBe(0);
    expect(containersOf(prefix)).toHaveLength(1);
    expect((await runCli(['down'])).exitCode).toBe(0);
    await nothingIsLeft();
  });
});
