import { statuses, type Verdict } from '../../model/report.ts';
import { checkOf } from '../check-of.ts';
import type { RunToTell } from '../format.ts';
import { stateSet, type MetricFamily, type MetricSample } from './metric-family.ts';

const labels = ['scenario', 'objective'] as const;

/** Samples of every objective whose control was in place. */
const ofObjectives =
  (samples: (verdict: Verdict) => readonly MetricSample[]) =>
  ({ report }: RunToTell): MetricSample[] =>
    report.verdicts
      .filter(({ arm }) => arm === 'protected')
      .flatMap((verdict) =>
        samples(verdict).map((sample) => ({
          ...sample,
          labels: { scenario: verdict.scenario, objective: checkOf(verdict), ...sample.labels },
        })),
      );

/** A figure of each objective that has one. */
const figure = (
  name: string,
  help: string,
  value: (verdict: Verdict) => number | null | undefined,
): MetricFamily => ({
  name,
  help,
  labels,
  samples: ofObjectives((verdict) => {
    const found = value(verdict);
    return found === null || found === undefined ? [] : [{ labels: {}, value: found }];
  }),
});

const tenantStatuses = ['held', 'breached', 'inconclusive'] as const;

/** What is told of each objective, with the control in place. Units differ, so that `unit` is a label of the info. */
export const objectiveMetrics: readonly MetricFamily[] = [
  {
    name: 'tenantproof_objective_info',
    help: 'Always 1; the labels say what is promised, and in which unit its figures are.',
    labels: [...labels, 'unit', 'description'],
    samples: ofObjectives(({ unit, objective }) => [{ labels: { unit, description: objective }, value: 1 }]),
  },
  {
    name: 'tenantproof_objective_status',
    help: 'Verdict of the objective: 1 for the status that it has, 0 for the others.',
    labels: [...labels, 'status'],
    samples: ofObjectives(({ status }) => stateSet(statuses, status, 'status')),
  },
  figure(
    'tenantproof_objective_measured',
    'What was measured, in the unit of the objective; absent if nothing could be.',
    ({ measured }) => measured,
  ),
  figure(
    'tenantproof_objective_limit',
    'What was promised, in the unit of the objective.',
    ({ limit }) => limit,
  ),
  figure(
    'tenantproof_objective_interval_low',
    'Lower end of the confidence interval of what was measured; absent if it has none.',
    ({ interval }) => interval?.low,
  ),
  figure(
    'tenantproof_objective_interval_high',
    'Upper end of the confidence interval of what was measured; absent if it has none.',
    ({ interval }) => interval?.high,
  ),
  figure(
    'tenantproof_objective_interval_confidence_ratio',
    'Confidence of that interval, between 0 and 1.',
    ({ interval }) => interval?.confidence,
  ),
  figure('tenantproof_objective_samples', 'How many samples the verdict rests on.', ({ samples }) => samples),
  {
    name: 'tenantproof_objective_tenants',
    help: 'Of a crowd: how many tenants have this status.',
    labels: [...labels, 'status'],
    samples: ofObjectives(({ tenants }) =>
      tenants === undefined
        ? []
        : tenantStatuses.map((wanted) => ({
            labels: { status: wanted },
            value: tenants.filter(({ status }) => status === wanted).length,
          })),
    ),
  },
];
