import { drawRequests } from './draw-requests.ts';
import type { NoiseModel } from './noise-model.ts';

/** Correlation of neighbouring windows, and standard deviation of ln level over all windows. */
const [correlation, levelDeviation] = [0.7, 0.08];

/** A machine whose good and bad times outlast a window: ln level is an autoregressive process of order 1. */
export const correlated: NoiseModel = {
  id: 'correlated',
  start(chance) {
    const innovation = levelDeviation * Math.sqrt(1 - correlation ** 2);
    let level = levelDeviation * chance.normal();
    return (latencyMs) => {
      drawRequests(latencyMs, Math.exp(level), chance);
      level = correlation * level + innovation * chance.normal();
    };
  },
};
