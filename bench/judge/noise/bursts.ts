import type { Chance } from '../chance.ts';
import { clean } from './clean.ts';
import type { NoiseModel } from './noise-model.ts';

/** Share of windows that have a burst; whether they are under attack makes no difference. */
const shareOfWindows = 0.05;
const [leastShare, mostShare] = [0.02, 0.05];
const [leastSlower, mostSlower] = [3, 5];

/** A quiet machine with rare heavy bursts: in some windows 2 to 5 % of the requests are three to five times slower. */
export const bursts: NoiseModel = {
  id: 'bursts',
  start(chance) {
    const next = clean.start(chance);
    return (latencyMs) => {
      next(latencyMs);
      if (chance.uniform() < shareOfWindows) slowDown(latencyMs, chance);
    };
  },
};

function slowDown(latencyMs: Float64Array, chance: Chance): void {
  const share = leastShare + (mostShare - leastShare) * chance.uniform();
  const slower = leastSlower + (mostSlower - leastSlower) * chance.uniform();
  for (let request = 0; request < latencyMs.length; request++) {
    if (chance.uniform() < share) latencyMs[request] = (latencyMs[request] ?? Number.NaN) * slower;
  }
}
