import type { AttackContext } from '../attacks/attack-driver.ts';

/** How long all answers together may take between two windows, and at the end. */
export const betweenWindowsMs = 1500;
export const atTheEndMs = 10_000;

/**
 * Records what the engines of a target counted since the arm began, where somebody said which Prometheus has it. What
 * cannot be had is recorded with its cause, and is no fault: all else stands without it.
 * @param sinceMs milliseconds since the epoch
 */
export async function observeEngineMetrics(
  { plan, stack, recorder, signal }: Pick<AttackContext, 'plan' | 'stack' | 'recorder' | 'signal'>,
  { sinceMs, withinMs }: { sinceMs: number; withinMs: number },
): Promise<void> {
  if (!stack.engineMetrics || plan.design.kind === 'single-shot') return;
  for (const read of await stack.engineMetrics({ sinceMs, withinMs, signal })) {
    recorder.record(
      'series' in read ? { kind: 'engine-metric', ...read } : { kind: 'engine-metric-lost', ...read },
    );
  }
}
