import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summarize } from '../../../src/judge/summary.ts';
import type { Status, Verdict } from '../../../src/model/report.ts';
import type { RunToTell } from '../../../src/report/format.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { exampleRun } from '../../unit/report/metrics/example-run.ts';
import { watchingPrometheus, type Alert, type WatchingPrometheus } from './watching-prometheus.ts';

const hours = 3_600_000;
let count = 0;

interface Shown {
  status?: Status;
  /** What became of the control once it was removed; `breached` is caught. */
  weakened?: Status;
  /** The run ended before the control was removed. */
  cut?: boolean;
  profile?: RunToTell['report']['run']['profile'];
  hoursAgo?: number;
}

/** A nightly run of one objective that has just ended; another one each time. */
function runOf({
  status = 'held',
  weakened = 'breached',
  cut = false,
  profile = 'nightly',
  hoursAgo = 0,
}: Shown): RunToTell {
  count += 1;
  const endedAt = new Date(Date.now() - hoursAgo * hours + count).toISOString();
  const verdicts = exampleRun.report.verdicts
    .filter(({ id }) => /^request-flood\/.*\/victim-p99-ratio$/.test(id))
    .map((verdict): Verdict => {
      if (verdict.arm === 'protected') return { ...verdict, status };
      return cut ? { ...verdict, status: 'inconclusive', notPlayed: true } : { ...verdict, status: weakened };
    });
  const run = { ...exampleRun.report.run, id: `run-${count}`, profile, endedAt };
  return { ...exampleRun, report: { ...exampleRun.report, run, verdicts, summary: summarize(verdicts) } };
}

const namesOf = (alerts: readonly Alert[]): string[] =>
  alerts.map(({ state, labels: { alertname } }) => `${alertname} ${state}`).sort();

interface Panel {
  title: string;
  targets: { expr: string }[];
}

async function panels(): Promise<Panel[]> {
  const text = await readFile(packageFile('k8s-fixtures/monitoring/dashboard.json'), 'utf8');
  return (JSON.parse(text) as { panels: Panel[] }).panels;
}

/** Queries with every variable set to All. */
const queriesOf = (asking: readonly Panel[]): string[] =>
  asking.flatMap(({ targets }) =>
    targets.map(({ expr }) => expr.replaceAll(/\$(?:job|profile|scenario|objective)\b/g, '.*')),
  );

let prometheus: WatchingPrometheus;
beforeAll(async () => {
  prometheus = await watchingPrometheus(new AbortController().signal);
});
afterAll(() => prometheus[Symbol.asyncDispose]());

describe('a real Prometheus, with the rules that ship', () => {
  test('is quiet about a run that held', async () => {
    expect(await prometheus.alertsOf(runOf({}))).toEqual([]);
  });

  test('says which objective of which scenario was breached, and is quiet again when it held', async () => {
    const [alert, ...others] = await prometheus.alertsOf(runOf({ status: 'breached' }));
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      state: 'firing',
      labels: {
        alertname: 'TenantproofBreached',
        severity: 'critical',
        scenario: 'request-flood',
        objective: 'victim-p99-ratio',
        profile: 'nightly',
      },
      annotations: { summary: 'request-flood: victim-p99-ratio was breached' },
    });
    expect(await prometheus.alertsOf(runOf({}))).toEqual([]);
  });

  test('says which missing control was not noticed', async () => {
    const [alert, ...others] = await prometheus.alertsOf(runOf({ weakened: 'held' }));
    expect(others).toEqual([]);
    expect(alert?.annotations['summary']).toBe(
      'request-flood: the missing control (no-limiter) was not noticed',
    );
  });

  test('does not call a control missed that was never removed', async () => {
    expect(await prometheus.alertsOf(runOf({ cut: true }))).toEqual([]);
  });

  test.each([
    ['25 hours ago', { hoursAgo: 25 }, []],
    ['27 hours ago', { hoursAgo: 27 }, ['TenantproofOverdue firing']],
    ['of another profile only', { profile: 'quick' }, ['TenantproofAbsent pending']],
  ] as const)('looks for a nightly run: one %s', async (_when, shown, alerts) => {
    expect(namesOf(await prometheus.alertsOf(runOf(shown)))).toEqual(alerts);
  });

  test('answers every query of the dashboard', async () => {
    await prometheus.alertsOf(exampleRun);
    const unanswered: string[] = [];
    for (const query of queriesOf(await panels())) {
      if ((await prometheus.query(query)).length === 0) unanswered.push(query);
    }
    expect(unanswered).toEqual([]);
  });

  test('gives the dashboard the status of each objective', async () => {
    await prometheus.alertsOf(exampleRun);
    const timeline = (await panels()).filter(({ title }) => title === 'Status of each objective');
    const found = await prometheus.query(queriesOf(timeline)[0] ?? '');
    const codes = (found as { metric: Record<string, string>; value: [number, string] }[]).map(
      ({ metric: { scenario, objective }, value: [, code] }) => `${scenario} ${objective} ${code}`,
    );
    expect(codes.sort()).toEqual([
      'gpu-quota-storm gpu-quota-exact 3',
      'mig-partition victim-p99-ratio 2',
      'request-flood each-victim-ratio 3',
      'request-flood refusals-explained 4',
      'request-flood victim-p99-ratio 1',
    ]);
  });
});

test('three runs in a row that could not decide are an alert, two are not, nor three with one between that held', async () => {
  const inconclusive: Shown = { status: 'inconclusive' };
  await using fresh = await watchingPrometheus(new AbortController().signal);
  expect(namesOf(await fresh.alertsOf(runOf(inconclusive)))).toEqual([]);
  expect(namesOf(await fresh.alertsOf(runOf(inconclusive)))).toEqual([]);
  expect(namesOf(await fresh.alertsOf(runOf(inconclusive)))).toEqual(['TenantproofInconclusive firing']);
  expect(namesOf(await fresh.alertsOf(runOf({})))).toEqual([]);
  for (const shown of [inconclusive, inconclusive, inconclusive]) {
    expect(namesOf(await fresh.alertsOf(runOf(shown)))).toEqual([]);
  }
});
