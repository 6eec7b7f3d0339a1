import type { Machine } from '../noise/noise-model.ts';
import { requestsPerStretch, stretchSeconds } from '../victim-load.ts';
import type { Outcome } from './outcome.ts';
import { p99Of } from './p99-of.ts';

export interface RunTerms {
  limit: number;
  trueRatio: number;
  /** Length of each of the two runs. */
  seconds: number;
}

/** What people do: a run at rest, then a run under attack with `p(99) < limit × p99 of the first run` as its threshold. */
export function k6Thresholds(machine: Machine, { limit, trueRatio, seconds }: RunTerms): Outcome {
  const stretches = Math.max(1, Math.round(seconds / stretchSeconds));
  const p99OfRun = (): number => {
    const latencyMs = new Float64Array(stretches * requestsPerStretch);
    for (let at = 0; at < latencyMs.length; at += requestsPerStretch) {
      machine(latencyMs.subarray(at, at + requestsPerStretch));
    }
    return p99Of(latencyMs);
  };
  const atRest = p99OfRun();
  const underAttack = trueRatio * p99OfRun();
  return {
    status: underAttack < limit * atRest ? 'held' : 'breached',
    seconds: 2 * stretches * stretchSeconds,
  };
}
