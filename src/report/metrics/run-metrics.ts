import { isOutside } from '../../model/outside.ts';
import { statuses, type Status, type Summary } from '../../model/report.ts';
import { overallStatus } from '../conclusion.ts';
import type { RunToTell } from '../format.ts';
import { stateSet, type MetricFamily } from './metric-family.ts';
import { placeKind } from '../place-words.ts';

const counts = (summary: Summary): Record<Status, number> => ({
  held: summary.held,
  breached: summary.breached,
  inconclusive: summary.inconclusive,
  'not-verified': summary.notVerified,
});

const seconds = (time: string): number => Date.parse(time) / 1000;

/** A metric of which a run has one value. */
const single = (name: string, help: string, value: (run: RunToTell) => number): MetricFamily => ({
  name,
  help,
  labels: [],
  samples: (run) => [{ labels: {}, value: value(run) }],
});

/** What is told of the run as a whole. */
export const runMetrics: readonly MetricFamily[] = [
  {
    name: 'tenantproof_run_info',
    help: 'Always 1; the labels say which run it is that the other metrics tell of.',
    labels: ['run', 'version', 'seed', 'cluster_kind', 'kubernetes_version'],
    samples: ({ report: { run } }) => [
      {
        labels: {
          run: run.id,
          version: run.tool.version,
          seed: String(run.seed),
          cluster_kind: placeKind(run),
          kubernetes_version: run.cluster?.kubernetesVersion ?? '',
        },
        value: 1,
      },
    ],
  },
  {
    name: 'tenantproof_run_status',
    help: 'Verdict of the run as a whole: 1 for the status that it has, 0 for the others.',
    labels: ['status'],
    samples: ({ report }) => stateSet(statuses, overallStatus(report), 'status'),
  },
  single(
    'tenantproof_run_exit_code',
    'What the process exited with; 0 means that all held.',
    ({ exitCode }) => exitCode,
  ),
  single('tenantproof_run_start_timestamp_seconds', 'When the run began, in Unix time.', ({ report }) =>
    seconds(report.run.startedAt),
  ),
  single('tenantproof_run_end_timestamp_seconds', 'When the run ended, in Unix time.', ({ report }) =>
    seconds(report.run.endedAt),
  ),
  single(
    'tenantproof_run_duration_seconds',
    'How long the run took.',
    ({ report: { run } }) => (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000,
  ),
  single(
    'tenantproof_run_ended_early',
    '1 if the run ended before everything was played, else 0.',
    ({ report }) => (report.run.endedEarly === undefined ? 0 : 1),
  ),
  {
    name: 'tenantproof_run_objectives',
    help: 'How many objectives have this status, controls in place.',
    labels: ['status'],
    samples: ({ report }) =>
      statuses.map((status) => ({ labels: { status }, value: counts(report.summary)[status] })),
  },
  {
    name: 'tenantproof_run_controls',
    help: 'How many removed controls were caught, how many missed, and how many not played.',
    labels: ['outcome'],
    samples: ({ report: { summary } }) => [
      { labels: { outcome: 'caught' }, value: summary.controlsCaught },
      { labels: { outcome: 'missed' }, value: summary.controlsMissed },
      { labels: { outcome: 'not-played' }, value: summary.controlsNotPlayed ?? 0 },
    ],
  },
  single(
    'tenantproof_run_controls_exercised',
    '0 on a platform that is not ours: no control was removed there, so nobody saw the checks break of what held. Else 1.',
    ({ report }) => (isOutside(report.run) ? 0 : 1),
  ),
];
