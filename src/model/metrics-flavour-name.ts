import { engineNames } from './engine-metrics.ts';

/** Whose names the metrics of an engine or a gateway have. */
export const metricsFlavours = [...engineNames, 'reference-gateway'] as const;
export type MetricsFlavourName = (typeof metricsFlavours)[number];
