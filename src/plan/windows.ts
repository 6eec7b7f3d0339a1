import type { Phase, WindowPlan } from '../model/plan.ts';

/** Lengths of the windows of one arm. */
export interface WindowLengths {
  warmUpSeconds: number;
  windowSeconds: number;
  guardSeconds: number;
}

/**
 * Lays out pairs of windows in mirrored order: of two neighbouring pairs one runs baseline first and the other attack first,
 * and chance decides which, so that neither a drift nor a period of the machine favours an arm.
 */
export function layOutWindows(pairs: number, lengths: WindowLengths, random: () => number): WindowPlan[] {
  const windows: WindowPlan[] = [];
  let attackFirst = false;
  for (let pair = 0; pair < pairs; pair++) {
    attackFirst = pair % 2 === 0 ? random() < 0.5 : !attackFirst;
    const phases: Phase[] = attackFirst ? ['attack', 'baseline'] : ['baseline', 'attack'];
    for (const phase of phases) windows.push(windowAt(windows.length, { pair, phase }, lengths));
  }
  return windows;
}

function windowAt(
  index: number,
  { pair, phase }: { pair: number; phase: Phase },
  lengths: WindowLengths,
): WindowPlan {
  const fromSeconds = lengths.warmUpSeconds + index * lengths.windowSeconds;
  return {
    index,
    pair,
    phase,
    fromSeconds,
    measureFromSeconds: fromSeconds + lengths.guardSeconds,
    toSeconds: fromSeconds + lengths.windowSeconds,
  };
}
