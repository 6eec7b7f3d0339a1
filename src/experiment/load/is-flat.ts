import type { LoadSamples } from '../../model/load-samples.ts';

/** Length of the blocks of which the medians are compared. */
const blockMs = 2000;
/** How many blocks in a row must agree. */
const blocks = 3;
/** Largest part by which the medians may differ. */
const tolerance = 0.05;

/** True if the median latency of the last blocks of time was the same: the start of the load is over. */
export function isFlat(
  { intendedMs, latencyMs }: Pick<LoadSamples, 'intendedMs' | 'latencyMs'>,
  nowMs: number,
): boolean {
  const perBlock = Array.from({ length: blocks }, (): number[] => []);
  for (const [index, startMs] of intendedMs.entries()) {
    const latency = latencyMs[index] ?? Number.NaN;
    if (!Number.isNaN(latency)) perBlock[Math.floor((nowMs - startMs) / blockMs)]?.push(latency);
  }
  const medians = perBlock.map(medianOf);
  const [lowest, highest] = [Math.min(...medians), Math.max(...medians)];
  return highest <= lowest * (1 + tolerance);
}

/** NaN, which compares with nothing, for an empty block. */
function medianOf(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
