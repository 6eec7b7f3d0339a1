import type { EngineRole, MetricSeries } from '../../../../src/model/engine-metrics.ts';
import type { ArmRecord, Observation } from '../../../../src/model/observation.ts';
import { at, instant, withMore } from '../example-arm.ts';
import { floodRecord, steady } from '../example-flood.ts';

/** Eight pairs of windows of ten seconds, with a guard of two; nothing is refused, and nothing slower than at rest. */
export const unnoticed: ArmRecord = floodRecord({ pairs: 8, aggressor: steady });

/** Windows at rest and under attack take turns. */
export const isAttack = (secondsIn: number): boolean => Math.floor(secondsIn / 10) % 2 === 1;

/** One series that was scraped every so many seconds of the whole arm, with a value for each moment. */
export function scraped(everySeconds: number, valueAt: (secondsIn: number) => number): MetricSeries {
  const seconds = Array.from({ length: Math.floor(160 / everySeconds) }, (_, index) => index * everySeconds);
  return { scrapedAtMs: seconds.map(instant), values: seconds.map(valueAt) };
}

const metrics: Record<EngineRole, string> = {
  requestsWaiting: 'vllm:num_requests_waiting',
  requestsRunning: 'vllm:num_requests_running',
  promptTokensTotal: 'vllm:prompt_tokens_total',
  generationTokensTotal: 'vllm:generation_tokens_total',
  requestsCompletedTotal: 'vllm:request_success_total',
};

export const metricOf = (role: EngineRole, ...series: readonly MetricSeries[]): Observation =>
  at(170, { kind: 'engine-metric', role, metric: metrics[role], series });

export const lost = (role: EngineRole, cause: string, secondsIn = 171): Observation =>
  at(secondsIn, { kind: 'engine-metric-lost', role, metric: metrics[role], cause });

/** The flood that nothing shows to have been felt, and what was recorded of the engine. */
export const withEngine = (...seen: readonly Observation[]): ArmRecord => withMore(unnoticed, ...seen);
