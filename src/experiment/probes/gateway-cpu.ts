import { PrometheusDriver } from 'prometheus-query';
import { nowMs } from '../../system/clock.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';
import { reasonOf, scrapedValues } from './prometheus.ts';

/**
 * Records the processor time of each gateway at every scrape since the arm began, where a load makes it work. What cannot
 * be had is recorded as a fault.
 * @param sinceMs milliseconds since the epoch
 */
export async function observeGatewayCpu(
  { plan, stack, recorder, signal }: AttackContext,
  sinceMs: number,
): Promise<void> {
  if (plan.design.kind === 'single-shot' || plan.attack.kind !== 'request-flood') return;
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  const seconds = Math.ceil((nowMs() - sinceMs) / 1000);
  try {
    const series = await scrapedValues(prometheus, 'process_cpu_seconds_total{app="gateway"}', seconds);
    for (const { labels, values } of series) {
      recorder.record({
        kind: 'gateway-cpu',
        pod: labels['pod'] ?? '',
        scrapedAtMs: values.map(({ atMs }) => atMs),
        cpuSeconds: values.map(({ value }) => value),
      });
    }
  } catch (error) {
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: "the gateway's processor time", cause: reasonOf(error) });
  }
}
