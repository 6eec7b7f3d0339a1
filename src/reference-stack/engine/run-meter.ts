import type { EngineMetrics } from './metrics.ts';
import type { EngineSettings } from './settings.ts';

/** Counts what becomes of one request. */
export interface RunMeter {
  /** Generated so far. */
  readonly tokens: number;
  started: (cachedTokens: number) => void;
  /** Returns the tokens so far, this one included. */
  token(): number;
  ended(status: 'ok' | 'out_of_memory'): void;
  /** The connection is closed: the client hung up, if it had not ended. */
  closed(): void;
}

export interface MeteredRun {
  metrics: EngineMetrics;
  now: () => number;
  prefixCache: EngineSettings['PREFIX_CACHE'];
  tenant: string;
  model: string;
  promptTokens: number;
  arrivedMs: number;
}

export function createRunMeter(run: MeteredRun): RunMeter {
  const { metrics, now, arrivedMs, promptTokens } = run;
  const model = { model_name: run.model };
  const tenant = { tenant_id: run.tenant };
  let tokens = 0;
  let countedTokens = 0;
  let status: 'ok' | 'out_of_memory' | 'aborted' | undefined;

  const countTokens = (): void => {
    metrics.generationTokens.inc(model, tokens - countedTokens);
    metrics.tokens.inc({ ...tenant, direction: 'output' }, tokens - countedTokens);
    countedTokens = tokens;
  };
  /** Only the first of several ends counts. */
  const settle = (how: NonNullable<typeof status>): void => {
    countTokens();
    if (status !== undefined) return;
    status = how;
    metrics.requests.inc({ ...tenant, status });
  };

  return {
    get tokens() {
      return tokens;
    },
    started: (cachedTokens) => {
      if (run.prefixCache === 'off') return;
      metrics.prefixQueries.inc(model, promptTokens);
      if (cachedTokens === 0) return;
      metrics.prefixHits.inc(model, cachedTokens);
      metrics.tokens.inc({ ...tenant, direction: 'cached' }, cachedTokens);
    },
    token: () => {
      if (tokens === 0) metrics.firstTokenSeconds.observe(model, (now() - arrivedMs) / 1000);
      tokens += 1;
      return tokens;
    },
    ended: (how) => {
      settle(how);
      if (how === 'out_of_memory') {
        metrics.outOfMemory.inc(tenant);
        return;
      }
      metrics.promptTokens.inc(model, promptTokens);
      metrics.requestSeconds.observe(model, (now() - arrivedMs) / 1000);
    },
    closed: () => settle('aborted'),
  };
}
