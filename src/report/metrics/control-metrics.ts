import { removedControls } from '../removed-controls.ts';
import type { MetricFamily } from './metric-family.ts';

/** What became of each control that was removed. */
export const controlMetrics: readonly MetricFamily[] = [
  {
    name: 'tenantproof_control_caught',
    help: '1 if the missing control was caught: every check that must notice it broke. 0 if it was missed: the checks cannot be believed.',
    labels: ['scenario', 'weakness'],
    samples: ({ report, scenarios }) =>
      removedControls(report.verdicts, scenarios).map(({ scenario, weakness, missed }) => ({
        labels: { scenario, weakness },
        value: missed.length === 0 ? 1 : 0,
      })),
  },
];
