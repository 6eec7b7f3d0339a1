import type { MetricFamily } from './metric-family.ts';

/** What became of each control that was removed. */
export const controlMetrics: readonly MetricFamily[] = [
  {
    name: 'tenantproof_control_caught',
    help: '1 if the missing control was caught: every check that must notice it broke. 0 if it was missed: the checks cannot be believed.',
    labels: ['scenario', 'weakness'],
    samples: ({ report }) => {
      const weakened = report.verdicts.filter(({ arm }) => arm === 'weakened');
      const arms = Map.groupBy(weakened, ({ scenario, weakness }) => `${scenario}/${weakness}`);
      return [...arms.values()].map((verdicts) => ({
        labels: { scenario: verdicts[0]?.scenario ?? '', weakness: verdicts[0]?.weakness ?? '' },
        value: verdicts.every(({ status }) => status === 'breached') ? 1 : 0,
      }));
    },
  },
];
