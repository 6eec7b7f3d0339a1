import type { ArmRecord } from '../../model/observation.ts';
import { factsOf, type Fact } from '../facts.ts';
import { measuredPart, type Window } from '../windows.ts';

/**
 * Processor cores that all gateways together used in the measured part of a window, between its first scrape and its last.
 * @returns undefined if a gateway was scraped less than twice in it, or started anew
 */
export function gatewayCpuIn(record: ArmRecord, window: Window): number | undefined {
  const gateways = factsOf(record, 'gateway-cpu').map((scrapes) => coresIn(scrapes, window));
  if (gateways.length === 0) return undefined;
  return gateways.reduce<number | undefined>(
    (sum, cores) => (sum === undefined || cores === undefined ? undefined : sum + cores),
    0,
  );
}

function coresIn({ scrapedAtMs, cpuSeconds }: Fact<'gateway-cpu'>, window: Window): number | undefined {
  const { fromMs, toMs } = measuredPart(window);
  const first = scrapedAtMs.findIndex((atMs) => atMs >= fromMs);
  const last = scrapedAtMs.findLastIndex((atMs) => atMs <= toMs);
  const [startMs, endMs] = [scrapedAtMs[first], scrapedAtMs[last]];
  const [before, after] = [cpuSeconds[first], cpuSeconds[last]];
  if (startMs === undefined || endMs === undefined || endMs <= startMs) return undefined;
  if (before === undefined || after === undefined || after < before) return undefined;
  return (after - before) / ((endMs - startMs) / 1000);
}
