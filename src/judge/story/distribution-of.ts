import type { WindowLoad } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Distribution } from '../../model/story.ts';
import { unserved } from '../checks/percentile-pairs.ts';
import { pooled } from '../load/exact-counts.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { loadIn, type Window } from '../windows.ts';
import { finiteOrNull } from './finite-or-null.ts';

/** Dense where tails differ. */
const shares = [
  0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.985, 0.99, 0.9925,
  0.995, 0.997, 0.998, 0.999, 0.9995, 0.9999, 0.99999,
];

/** The victim's latency at rest and under attack, over the pairs that verdicts are reached on; undefined if there are none. */
export function distributionOf(plan: ArmPlan, record: ArmRecord): Distribution | undefined {
  const { pairs } = soundPairs(plan, record);
  const rest = phaseOf(
    pairs.map(({ baseline }) => baseline),
    record,
  );
  const attack = phaseOf(
    pairs.map((pair) => pair.attack),
    record,
  );
  const fewest = Math.min(rest.samples, attack.samples);
  if (fewest === 0) return undefined;
  return {
    samplesAtRest: rest.samples,
    samplesUnderAttack: attack.samples,
    points: shares
      .filter((share) => fewest * (1 - share) >= 1 || share <= 0.5)
      .map((share) => ({ share, restMs: rest.percentile(share), attackMs: attack.percentile(share) })),
  };
}

interface PhaseOfLoad {
  samples: number;
  percentile: (share: number) => number | null;
}

function phaseOf(windows: readonly Window[], { victim }: ArmRecord): PhaseOfLoad {
  const loads = windows.flatMap((window): WindowLoad[] => {
    const load = loadIn(victim, window);
    return load ? [load] : [];
  });
  const counts = pooled(loads.map(({ latency }) => latency));
  const failed = loads.reduce((sum, load) => sum + unserved(load), 0);
  return {
    samples: loads.reduce((sum, { due }) => sum + due, 0),
    percentile: (share) => finiteOrNull(counts.percentile(share, failed)),
  };
}
