import { readSamples } from '../../src/cli/recorded-run/read-samples.ts';
import type { LargeRun } from './write-large-run.ts';

/** p99 of every window by our reader, and how long that took. */
export async function ownPercentiles({
  windows,
  startMs,
  victimFile,
}: LargeRun): Promise<{ p99Ms: number[]; seconds: number }> {
  const started = performance.now();
  const played = windows.map(({ index, pair, phase, fromSeconds, measureFromSeconds, toSeconds }) => ({
    atMs: 0,
    scenario: '',
    arm: 'protected' as const,
    kind: 'window' as const,
    index,
    pair,
    phase,
    fromMs: startMs + fromSeconds * 1000,
    measureFromMs: startMs + measureFromSeconds * 1000,
    toMs: startMs + toSeconds * 1000,
  }));
  const { load } = await readSamples(victimFile, played, false);
  const p99Ms = played.map(({ index }) => load.windows.get(index)?.latency.percentile(0.99) ?? Number.NaN);
  return { p99Ms, seconds: (performance.now() - started) / 1000 };
}
