import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../src/model/report.ts';
import type { RunToTell } from '../../../../src/report/format.ts';
import { format } from '../../../../src/report/formats/metrics.ts';
import { cutRun, endpointRun } from '../example-runs.ts';
import { exampleRun } from './example-run.ts';

const linesOf = async (run: RunToTell, metric: string): Promise<string[]> =>
  (await format.render(run))
    .split('\n')
    .filter((line) => line.startsWith(`${metric}{`))
    .map((line) => line.slice(metric.length));

const withVerdicts = (verdicts: readonly Verdict[]): RunToTell => ({
  ...exampleRun,
  report: { ...exampleRun.report, verdicts: [...verdicts] },
});

const verdictOf = (id: string): Verdict => {
  const found = exampleRun.report.verdicts.find((verdict) => verdict.id === id);
  if (!found) throw new Error(`the example has no ${id}`);
  return found;
};

const p99 = verdictOf('request-flood/protected/victim-p99-ratio');
const untried = verdictOf('mig-partition/protected/victim-p99-ratio');

describe('of the run as a whole', () => {
  test.each([
    [
      'tenantproof_run_info',
      [
        '{profile="quick",run="20261124-073102-7f3a",version="0.1.0",seed="42",cluster_kind="embedded",kubernetes_version="v1.34.1"} 1',
      ],
    ],
    [
      'tenantproof_run_status',
      [
        '{profile="quick",status="held"} 0',
        '{profile="quick",status="breached"} 1',
        '{profile="quick",status="inconclusive"} 0',
        '{profile="quick",status="not-verified"} 0',
      ],
    ],
    ['tenantproof_run_exit_code', ['{profile="quick"} 99']],
    ['tenantproof_run_start_timestamp_seconds', ['{profile="quick"} 1795505462']],
    ['tenantproof_run_end_timestamp_seconds', ['{profile="quick"} 1795505654']],
    ['tenantproof_run_duration_seconds', ['{profile="quick"} 192']],
    ['tenantproof_run_ended_early', ['{profile="quick"} 0']],
    [
      'tenantproof_run_controls',
      [
        '{profile="quick",outcome="caught"} 1',
        '{profile="quick",outcome="missed"} 1',
        '{profile="quick",outcome="not-played"} 0',
      ],
    ],
  ])('%s', async (metric, lines) => {
    expect(await linesOf(exampleRun, metric)).toEqual(lines);
  });

  test('that it was cut short', async () => {
    const { report } = exampleRun;
    const cut = { ...exampleRun, report: { ...report, run: { ...report.run, endedEarly: 'interrupted' } } };
    expect(await linesOf(cut, 'tenantproof_run_ended_early')).toEqual(['{profile="quick"} 1']);
  });
});

test('of a platform that is not ours: no control was exercised, and none is counted', async () => {
  expect(await linesOf(endpointRun, 'tenantproof_run_controls_exercised')).toEqual(['{profile="quick"} 0']);
  expect(await linesOf(exampleRun, 'tenantproof_run_controls_exercised')).toEqual(['{profile="quick"} 1']);
  expect(await linesOf(endpointRun, 'tenantproof_run_info')).toEqual([
    '{profile="quick",run="20261130-120000-11ab",version="0.1.0",seed="42",cluster_kind="endpoint",kubernetes_version=""} 1',
  ]);
  expect(await linesOf(endpointRun, 'tenantproof_control_caught')).toEqual([]);
});

describe('of an objective', () => {
  const of = '{profile="quick",scenario="request-flood",objective="victim-p99-ratio"';

  test.each([
    ['measured', 1.0434],
    ['limit', 1.25],
    ['interval_low', 0.971],
    ['interval_high', 1.1216],
    ['interval_confidence_ratio', 0.995],
    ['samples', 2560],
  ])('%s', async (name, value) => {
    expect(await linesOf(withVerdicts([p99]), `tenantproof_objective_${name}`)).toEqual([`${of}} ${value}`]);
  });

  test('its status, one for each that it might have', async () => {
    expect(await linesOf(withVerdicts([p99]), 'tenantproof_objective_status')).toEqual([
      `${of},status="held"} 1`,
      `${of},status="breached"} 0`,
      `${of},status="inconclusive"} 0`,
      `${of},status="not-verified"} 0`,
    ]);
  });

  test('what was not measured is absent, and no series of a weakened arm is among them', async () => {
    const text = await format.render(withVerdicts([untried]));
    expect(text).toContain('objective="victim-p99-ratio",status="not-verified"} 1');
    expect(text).not.toMatch(/tenantproof_objective_(?:measured|limit|interval|samples|tenants)/u);
    expect(text).not.toMatch(/NaN|null|undefined/u);
    const measured = await linesOf(exampleRun, 'tenantproof_objective_measured');
    expect(measured.filter((line) => line.includes('victim-p99-ratio'))).toEqual([`${of}} 1.0434`]);
  });

  test('a figure that is no number is left out', async () => {
    const broken = withVerdicts([{ ...p99, measured: Number.NaN, limit: Number.POSITIVE_INFINITY }]);
    expect(await format.render(broken)).not.toMatch(/tenantproof_objective_(?:measured|limit)/u);
  });

  test('tenants of a crowd are counted and not named', async () => {
    const crowd = '{profile="quick",scenario="request-flood",objective="each-victim-ratio"';
    expect(await linesOf(exampleRun, 'tenantproof_objective_tenants')).toEqual([
      `${crowd},status="held"} 2`,
      `${crowd},status="breached"} 0`,
      `${crowd},status="inconclusive"} 1`,
    ]);
    expect(await format.render(exampleRun)).not.toContain('tenant-1');
  });
});

test('a control is caught only if every check that must notice broke', async () => {
  const broke: Verdict = { ...p99, arm: 'weakened', weakness: 'limiter-off', status: 'breached' };
  const other: Verdict = { ...broke, id: 'request-flood/weakened-limiter-off/other' };
  const caught = (...verdicts: Verdict[]) => linesOf(withVerdicts(verdicts), 'tenantproof_control_caught');
  const of = '{profile="quick",scenario="request-flood",weakness="limiter-off"}';
  expect(await caught(broke, other)).toEqual([`${of} 1`]);
  expect(await caught(broke, { ...other, status: 'held' })).toEqual([`${of} 0`]);
  expect(await caught(broke, { ...other, status: 'inconclusive' })).toEqual([`${of} 0`]);
});

test('a control that was not played is told apart from one that was missed', async () => {
  const lines = async (metric: string): Promise<string[]> => linesOf(cutRun, metric);
  const flood = '{profile="quick",scenario="request-flood",weakness="no-limiter"}';
  const storm = '{profile="quick",scenario="gpu-quota-storm",weakness="inert-quota"}';
  expect(await lines('tenantproof_control_caught')).toEqual([`${flood} 1`, `${storm} 0`]);
  expect(await lines('tenantproof_control_played')).toEqual([`${flood} 1`, `${storm} 0`]);
  expect(await lines('tenantproof_run_controls')).toEqual([
    '{profile="quick",outcome="caught"} 1',
    '{profile="quick",outcome="missed"} 0',
    '{profile="quick",outcome="not-played"} 1',
  ]);
});

describe('what others wrote cannot end a label, a line or a terminal', () => {
  test('quotes, backslashes, line breaks, escape sequences, bidirectional overrides', async () => {
    const objective = 'say "no" to C:\\\nnext{x="1"} 2\u001b[31m\u202e';
    const [line] = await linesOf(withVerdicts([{ ...p99, objective }]), 'tenantproof_objective_info');
    expect(line).toMatch(/,description="say \\"no\\" to C:\\\\ next\{x=\\"1\\"\} 2"\} 1$/u);
  });

  test('a text without end is cut, also in the middle of a character', async () => {
    const objective = `${'x'.repeat(199)}😀${'y'.repeat(10_000)}`;
    const [line] = await linesOf(withVerdicts([{ ...p99, objective }]), 'tenantproof_objective_info');
    expect(line).toContain(`description="${'x'.repeat(199)}"} 1`);
  });
});

test('each line ends, none has a timestamp, no series comes twice', async () => {
  const text = await format.render(exampleRun);
  expect(text.endsWith('\n')).toBe(true);
  const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of series) expect(line).toMatch(/^tenantproof_[a-z_]+\{.*\} [-\d.e+]+$/u);
  const names = series.map((line) => line.slice(0, line.lastIndexOf(' ')));
  expect(new Set(names).size).toBe(names.length);
});
