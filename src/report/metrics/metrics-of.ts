import { Gauge, Registry } from 'prom-client';
import type { RunToTell } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { controlMetrics } from './control-metrics.ts';
import type { MetricFamily } from './metric-family.ts';
import { objectiveMetrics } from './objective-metrics.ts';
import { runMetrics } from './run-metrics.ts';

/** Every metric that there is, in the order in which they are written. */
export const metricFamilies: readonly MetricFamily[] = [
  ...runMetrics,
  ...objectiveMetrics,
  ...controlMetrics,
];

/**
 * The results of a run as metrics. Each series has the label `profile`, so that a quick run and a nightly one stand side by
 * side. Tenants of a crowd are counted and not named: nothing grows with the number of tenants.
 */
export function metricsOf(run: RunToTell): Registry {
  const registry = new Registry();
  const { profile } = run.report.run;
  for (const { name, help, labels, samples } of metricFamilies) {
    const measured = samples(run).filter(({ value }) => Number.isFinite(value));
    if (measured.length === 0) continue;
    const gauge = new Gauge({ name, help, labelNames: ['profile', ...labels], registers: [registry] });
    for (const { labels: found, value } of measured) gauge.set({ profile, ...labelTexts(found) }, value);
  }
  return registry;
}

/** Servers may refuse a longer one (`label_value_length_limit`). */
const longestLabel = 200;

const labelTexts = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels).map(([name, text]) => [name, plainText(text.slice(0, longestLabel))]),
  );
