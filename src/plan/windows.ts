import type { Phase, WindowPlan } from '../model/plan.ts';

/** Lengths of the windows of one arm. */
export interface WindowLengths {
  windowSeconds: number;
  guardSeconds: number;
  /** Numbers of pairs after which the judge is asked. */
  looksPairs: readonly number[];
}

/** Without an attack, after each look: the last answers come in and the judge decides before anything else begins. */
const breakSeconds = 2;

/**
 * Lays out pairs of windows in mirrored order: of two neighbouring pairs one runs baseline first and the other attack first,
 * and chance decides which, so that neither a drift nor a period of the machine favours an arm.
 */
export function layOutWindows(lengths: WindowLengths, random: () => number): WindowPlan[] {
  const { windowSeconds, guardSeconds, looksPairs } = lengths;
  return mirroredPhases(Math.max(...looksPairs), random).map((phase, index) => {
    const pair = Math.floor(index / 2);
    const breaks = looksPairs.filter((pairs) => pairs <= pair).length;
    const fromSeconds = index * windowSeconds + breaks * breakSeconds;
    return {
      index,
      pair,
      phase,
      fromSeconds,
      measureFromSeconds: fromSeconds + guardSeconds,
      toSeconds: fromSeconds + windowSeconds,
    };
  });
}

function mirroredPhases(pairs: number, random: () => number): Phase[] {
  let attackFirst = false;
  return Array.from({ length: pairs }, (_, pair): Phase[] => {
    attackFirst = pair % 2 === 0 ? random() < 0.5 : !attackFirst;
    return attackFirst ? ['attack', 'baseline'] : ['baseline', 'attack'];
  }).flat();
}
