import type { MetricsSettings } from '../../model/settings.ts';
import type { RunToTell } from '../../report/format.ts';
import type { CommandContext } from '../context.ts';
import { pushMetrics } from './push-metrics.ts';

/** Pushes a run that has just ended, if it was asked for. A push that fails is a note: it says nothing of the verdict. */
export async function pushAfterRun(
  run: RunToTell,
  settings: MetricsSettings | undefined,
  context: Pick<CommandContext, 'env' | 'signal' | 'progress'>,
): Promise<void> {
  if (settings === undefined) return;
  if (context.signal.aborted) {
    context.progress.note('The run was interrupted: its metrics were not pushed');
    return;
  }
  try {
    const place = await pushMetrics(run, settings, context);
    context.progress.note(`Metrics pushed to ${place}`, 'aside');
  } catch (error) {
    context.progress.note((error as Error).message);
  }
}
