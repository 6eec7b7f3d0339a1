import { drawRequests } from './draw-requests.ts';
import type { NoiseModel } from './noise-model.ts';

const levelDeviation = 0.02;

/** A quiet machine: with the chance of 795 requests, the standard deviation of ln p99 from window to window is 0.03. */
export const clean: NoiseModel = {
  id: 'clean',
  start: (chance) => (latencyMs) =>
    drawRequests(latencyMs, Math.exp(levelDeviation * chance.normal()), chance),
};
