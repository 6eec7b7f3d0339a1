import type { EngineMetric, EngineRole } from '../../model/engine-metrics.ts';
import type { TargetPrometheus } from '../../model/target.ts';
import type { MetricName } from './metrics-flavour.ts';
import { metricsFlavourNamed } from './recognise-metrics.ts';

type Asked = Pick<TargetPrometheus, 'engine' | 'selector' | 'names'>;

/** The PromQL selectors that may hold the figure of a role, the best first; none where this engine has none. */
export function metricsFor(role: EngineRole, { engine, selector, names }: Asked): EngineMetric[] {
  const named = names[role];
  const candidates = named === undefined ? metricsFlavourNamed(engine).names[role] : [{ name: named }];
  return candidates.map((candidate) => ({ role, metric: promqlOf(candidate, selector) }));
}

/** Labels of the metric itself, then those that the settings ask for. */
function promqlOf({ name, labels = {} }: MetricName, selector = '{}'): string {
  const own = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const wanted = selector
    .slice(1, -1)
    .replace(/[\s,]+$/, '')
    .trim();
  const matchers = [...own, wanted].filter((matcher) => matcher !== '').join(',');
  return matchers === '' ? name : `${name}{${matchers}}`;
}
