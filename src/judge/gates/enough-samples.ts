import type { ArmRecord } from '../../model/observation.ts';
import { factsOf } from '../facts.ts';
import { fewestSamples } from '../statistics/fewest-samples.ts';
import { measuredPart, requestsIn } from '../windows.ts';
import { count, number } from '../words.ts';
import type { Gate } from './gate.ts';

/** Below this many samples in a phase a p99 has no upper bound at 95 %, whatever the plan asks of a window. */
const fewestInPhase = fewestSamples(0.99, 0.05);

/** Each measured window, and each phase as a whole, has the samples that a p99 needs. */
export const enoughSamples: Gate = {
  id: 'enough-samples',
  examine({ limits }, record) {
    const windows = windowCounts(record);
    if (windows.length === 0) return { ok: false, cause: 'no window was played to its end' };
    const poorest = windows.reduce((least, window) => (window.samples < least.samples ? window : least));
    if (poorest.samples < limits.minSamplesPerWindow) {
      const cause = `window ${poorest.index} has ${count(poorest.samples, 'sample')}, needed are ${number(limits.minSamplesPerWindow)}`;
      return { ok: false, cause };
    }
    for (const phase of ['baseline', 'attack'] as const) {
      const samples = windows
        .filter((window) => window.phase === phase)
        .reduce((sum, w) => sum + w.samples, 0);
      if (samples < fewestInPhase) {
        const cause = `the ${phase} windows have ${count(samples, 'sample')}, a p99 needs ${fewestInPhase}`;
        return { ok: false, cause };
      }
    }
    return { ok: true, seen: `Every window has at least ${count(poorest.samples, 'sample')}` };
  },
};

function windowCounts(record: ArmRecord) {
  return factsOf(record, 'window').map((window) => ({
    index: window.index,
    phase: window.phase,
    samples: record.victim ? requestsIn(record.victim, measuredPart(window)).length : 0,
  }));
}
