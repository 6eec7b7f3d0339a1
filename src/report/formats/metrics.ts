import type { Format } from '../format.ts';
import { metricsOf } from '../metrics/metrics-of.ts';

/**
 * Prometheus' text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format), without timestamps: node_exporter's
 * textfile collector refuses a file that has any.
 */
export const format: Format = {
  file: 'metrics.prom',
  what: "the figures for Prometheus, by node_exporter's textfile collector or a Pushgateway",
  render: (run) => metricsOf(run).metrics(),
};
