import type { ControlFate } from '../../model/control-fate.ts';
import type { RunToTell } from '../format.ts';
import { removedControls } from '../removed-controls.ts';
import type { MetricFamily } from './metric-family.ts';

type Samples = ReturnType<MetricFamily['samples']>;

const ofEach =
  (isSo: (fate: ControlFate) => boolean) =>
  ({ report, scenarios }: RunToTell): Samples =>
    removedControls(report.verdicts, scenarios).map(({ scenario, weakness, fate }) => ({
      labels: { scenario, weakness },
      value: isSo(fate) ? 1 : 0,
    }));

/** What became of each control that was removed. */
export const controlMetrics: readonly MetricFamily[] = [
  {
    name: 'tenantproof_control_caught',
    help: '1 if the missing control was caught: every check that must notice it broke. 0 if it was missed, or not played: the checks cannot be believed.',
    labels: ['scenario', 'weakness'],
    samples: ofEach((fate) => fate === 'caught'),
  },
  {
    name: 'tenantproof_control_played',
    help: '0 if the run ended before the control was removed: neither caught nor missed. Else 1.',
    labels: ['scenario', 'weakness'],
    samples: ofEach((fate) => fate !== 'not-played'),
  },
];
