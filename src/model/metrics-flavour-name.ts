/** Whose names the metrics of an engine or a gateway have. */
export const metricsFlavours = ['vllm', 'llama-cpp', 'triton', 'reference-gateway'] as const;
export type MetricsFlavourName = (typeof metricsFlavours)[number];
