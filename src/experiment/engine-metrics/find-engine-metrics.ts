import { metricsFor } from '../../dialects/metrics/promql.ts';
import { engineRoles, type EngineMetric, type EngineRole } from '../../model/engine-metrics.ts';
import { EnvironmentError, UsageError } from '../../model/errors.ts';
import type { TargetPrometheus } from '../../model/target.ts';
import { reasonOf, single } from '../probes/prometheus.ts';
import { askPrometheus, type AskedPrometheus } from './ask-prometheus.ts';
import { seenWords, sightings } from './sightings.ts';

/** What of the engines' own figures a Prometheus has. */
export interface FoundMetrics {
  found: readonly EngineMetric[];
  /** Roles that this engine, or this Prometheus, has no metric for. */
  absent: readonly EngineRole[];
}

const answerWithinMs = 10_000;

/**
 * Asks once, before anything is played, for the metric of each role. One at least of `requestsWaiting` and
 * `requestsRunning` must be there, and each that the settings name.
 * @throws EnvironmentError `prometheus-silent`, or UsageError `no-engine-metrics` naming what was found instead
 */
export async function findEngineMetrics(
  prometheus: TargetPrometheus,
  asked: AskedPrometheus,
  signal: AbortSignal,
): Promise<FoundMetrics> {
  const driver = askPrometheus(asked, { withinMs: answerWithinMs, signal });
  const seriesOf = (metric: string): Promise<number> => single(driver, `count(${metric})`);
  const found: EngineMetric[] = [];
  try {
    for (const role of engineRoles) {
      const there = await firstWhere(
        metricsFor(role, prometheus),
        async ({ metric }) => (await seriesOf(metric)) > 0,
      );
      if (there) found.push(there);
    }
    const absent = engineRoles.filter((role) => !found.some((one) => one.role === role));
    const missed = missedOf(absent, prometheus);
    if (missed.length > 0) throw noMetrics(prometheus, missed, seenWords(await sightings(driver)));
    return { found, absent };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof UsageError ? error : silent(prometheus, error);
  }
}

async function firstWhere<T>(all: readonly T[], holds: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) if (await holds(one)) return one;
  return undefined;
}

/** Roles without which a run cannot begin. */
function missedOf(absent: readonly EngineRole[], { names }: TargetPrometheus): readonly EngineRole[] {
  const named = absent.filter((role) => names[role] !== undefined);
  const gauges = absent.filter((role) => role === 'requestsWaiting' || role === 'requestsRunning');
  return named.length > 0 || gauges.length < 2 ? named : gauges;
}

function noMetrics(prometheus: TargetPrometheus, roles: readonly EngineRole[], seen: string): UsageError {
  const wanted = roles.flatMap((role) => metricsFor(role, prometheus).map(({ metric }) => metric));
  return new UsageError(`${prometheus.url} has no series of ${wanted.join(', nor of ')}; ${seen}`, {
    code: 'no-engine-metrics',
    hint: `Set target.prometheus.engine to whose metrics these are, selector to labels that they have, or names.${roles[0]} to what the metric is called there.`,
  });
}

const silent = ({ url }: TargetPrometheus, error: unknown): EnvironmentError =>
  new EnvironmentError(`Prometheus at ${url} cannot be asked: ${reasonOf(error)}`, {
    code: 'prometheus-silent',
    hint: 'Check target.prometheus.url and its token, and whether this machine reaches it.',
  });
