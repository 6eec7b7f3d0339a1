import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { completePairs, type Window, type WindowPair } from '../windows.ts';
import { clockSteady } from './clock-steady.ts';
import { enoughSamples } from './enough-samples.ts';
import { generatorAtEase } from './generator-at-ease.ts';
import { loadOffered } from './load-offered.ts';
import { processorNotStolen } from './processor-not-stolen.ts';
import { startedOnTime } from './started-on-time.ts';
import type { WindowGate } from './window-gate.ts';

const windowGates: readonly WindowGate[] = [
  loadOffered,
  startedOnTime,
  generatorAtEase,
  processorNotStolen,
  clockSteady,
  enoughSamples,
];

/** A window that a gate took out, and why. */
export interface TakenOut {
  window: number;
  pair: number;
  gate: string;
  cause: string;
}

export interface SoundPairs {
  pairs: WindowPair[];
  takenOut: TakenOut[];
}

/** Pairs of which both windows passed every gate. No gate looks at how slow the platform was, so none can favour a verdict. */
export function soundPairs(plan: ArmPlan, record: ArmRecord): SoundPairs {
  const complete = completePairs(record);
  const takenOut = complete
    .flatMap(({ baseline, attack }) => [baseline, attack])
    .sort((a, b) => a.index - b.index)
    .flatMap((window) => trippedBy(window, plan, record));
  const lost = new Set(takenOut.map(({ pair }) => pair));
  return { pairs: complete.filter(({ pair }) => !lost.has(pair)), takenOut };
}

const trippedBy = (window: Window, plan: ArmPlan, record: ArmRecord): TakenOut[] =>
  windowGates.flatMap((gate) => {
    const cause = gate.trips(window, plan, record);
    return cause === undefined ? [] : [{ window: window.index, pair: window.pair, gate: gate.id, cause }];
  });
