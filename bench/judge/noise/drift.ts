import { periodMs } from '../victim-load.ts';
import { clean } from './clean.ts';
import type { NoiseModel } from './noise-model.ts';

const driftInAll = 0.3;
/** About as long as the judge takes on a quiet machine, so that the drift goes on over the whole of such a run. */
const driftsForMs = 150_000;

/** A quiet machine that grows slower and slower, by 30 % in two and a half minutes, and then stays so. */
export const drift: NoiseModel = {
  id: 'drift',
  start(chance) {
    const next = clean.start(chance);
    let startMs = 0;
    return (latencyMs) => {
      next(latencyMs);
      for (let request = 0; request < latencyMs.length; request++) {
        const drifted = Math.min(1, (startMs + request * periodMs) / driftsForMs);
        latencyMs[request] = (latencyMs[request] ?? Number.NaN) * (1 + driftInAll * drifted);
      }
      startMs += latencyMs.length * periodMs;
    };
  },
};
