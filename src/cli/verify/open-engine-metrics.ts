import { findEngineMetrics } from '../../experiment/engine-metrics/find-engine-metrics.ts';
import { readMetrics } from '../../experiment/engine-metrics/read-metrics.ts';
import type { ReadEngineMetrics } from '../../stack/stack.ts';
import type { RunContext } from '../context.ts';
import type { PreparedRun } from './prepare-plan.ts';

/**
 * Looks which of the engines' own metrics the Prometheus of a target has, and says so; undefined if the settings name none.
 * @throws EnvironmentError or UsageError, those of `findEngineMetrics`
 */
export async function openEngineMetrics(
  { prometheus, token }: Required<PreparedRun>['target'],
  { progress, signal }: Pick<RunContext, 'progress' | 'signal'>,
): Promise<ReadEngineMetrics | undefined> {
  if (!prometheus) return undefined;
  const { url, engine } = prometheus;
  const asked = { url, ...(token === undefined ? {} : { token }) };
  const { found, absent } = await findEngineMetrics(prometheus, asked, signal);
  const without = absent.length === 0 ? '' : `; not there, and so not read: ${absent.join(', ')}`;
  progress.note(
    `Prometheus at ${url} is asked for ${found.map(({ metric }) => metric).join(', ')} of ${engine}${without}`,
    'aside',
  );
  return (terms) => readMetrics(asked, found, terms);
}
