import type { Chance } from '../chance.ts';
import { periodMs } from '../victim-load.ts';
import { drawRequests } from './draw-requests.ts';
import type { NoiseModel } from './noise-model.ts';

const levelDeviation = 0.1;
const meanMsBetweenStalls = 10_000;
const [shortestStallMs, longestStallMs] = [20, 60];

interface Stall {
  fromMs: number;
  toMs: number;
}

/** A shared runner: every window has a level of its own, and now and then nothing moves and all requests wait for the end. */
export const ci: NoiseModel = {
  id: 'ci',
  start(chance) {
    let stall = stallAfter(0, chance);
    let startMs = 0;
    return (latencyMs) => {
      drawRequests(latencyMs, Math.exp(levelDeviation * chance.normal()), chance);
      for (let request = 0; request < latencyMs.length; request++) {
        const atMs = startMs + request * periodMs;
        while (atMs >= stall.toMs) stall = stallAfter(stall.toMs, chance);
        if (atMs >= stall.fromMs) latencyMs[request] = (latencyMs[request] ?? Number.NaN) + stall.toMs - atMs;
      }
      startMs += latencyMs.length * periodMs;
    };
  },
};

function stallAfter(endMs: number, chance: Chance): Stall {
  const fromMs = endMs + meanMsBetweenStalls * chance.exponential();
  return { fromMs, toMs: fromMs + shortestStallMs + (longestStallMs - shortestStallMs) * chance.uniform() };
}
