import type { EngineRole } from '../../model/engine-metrics.ts';
import type { MetricsFlavourName } from '../../model/metrics-flavour-name.ts';

/** A metric, and which of its series are meant. The figure is the sum over all of them: of models, engines, tenants. */
export interface MetricName {
  name: string;
  /** All series if absent. */
  labels?: Readonly<Record<string, string>>;
}

/**
 * By role. `requestsRunning` (that are worked on) and `requestsWaiting` (for that) are gauges, the others counters;
 * `requestsCompletedTotal` counts those that succeeded.
 */
export interface MetricNames<T> extends Record<EngineRole, T> {
  /** Histogram, by its name without `_bucket`; its unit is in `firstTokenUnit` of the flavour. */
  firstToken: T;
}

/** How one kind of engine or gateway names its metrics. */
export interface MetricsFlavour {
  id: MetricsFlavourName;
  /** Metrics that only this flavour has. */
  sign: RegExp;
  /** For each figure the metrics that may hold it, the best first; none where this flavour has none. */
  names: MetricNames<readonly MetricName[]>;
  firstTokenUnit: 'seconds' | 'milliseconds';
}
