/** Engines whose own metrics a run can read. */
export const engineNames = ['vllm', 'llama.cpp', 'triton'] as const;
export type EngineName = (typeof engineNames)[number];

/** What an engine tells of itself: two gauges of requests, then counters. */
export const engineRoles = [
  'requestsWaiting',
  'requestsRunning',
  'promptTokensTotal',
  'generationTokensTotal',
  'requestsCompletedTotal',
] as const;
export type EngineRole = (typeof engineRoles)[number];

/** What is asked of a Prometheus for a role: a PromQL selector. */
export interface EngineMetric {
  role: EngineRole;
  metric: string;
}

/** Every scrape of a metric, one series for each of its sources, or why that could not be had. */
export type ReadMetric = EngineMetric & ({ series: readonly MetricSeries[] } | { cause: string });

/** One series of a metric as it was scraped; columns of the same length, the oldest first. */
export interface MetricSeries {
  /** Milliseconds since the epoch, on the harness' clock. */
  scrapedAtMs: readonly number[];
  values: readonly number[];
}
