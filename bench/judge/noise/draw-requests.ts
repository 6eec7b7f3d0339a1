import { chanceOf, type Chance } from '../chance.ts';

/** Median latency at rest, as the reference stack has it. */
const medianMs = 28;
/**
 * Standard deviation of ln latency from request to request. The p99 of 795 such requests has one of about 0.022:
 * √(0.99 · 0.01 / 795) · 0.17 / φ(2.326).
 */
const requestDeviation = 0.17;

/** Drawing from a fixed population is several times faster than a lognormal for each request, and has a p99 as exact. */
const population = drawPopulation(2 ** 14);

function drawPopulation(size: number): Float64Array {
  const chance = chanceOf(0, 'population', 0);
  return Float64Array.from({ length: size }, () => medianMs * Math.exp(requestDeviation * chance.normal()));
}

/** Fills a stretch with lognormal latencies around the median times `level`. */
export function drawRequests(latencyMs: Float64Array, level: number, chance: Chance): void {
  const size = population.length;
  for (let request = 0; request < latencyMs.length; request++) {
    latencyMs[request] = level * (population[chance.whole(size)] ?? Number.NaN);
  }
}
