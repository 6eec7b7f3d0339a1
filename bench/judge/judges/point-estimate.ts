import type { Phase } from '../../../src/model/plan.ts';
import type { FloodPlan } from '../flood-plan.ts';
import type { Machine } from '../noise/noise-model.ts';
import { stretch, victimRateRps } from '../victim-load.ts';
import type { Outcome } from './outcome.ts';
import { p99Of } from './p99-of.ts';

export interface PairTerms {
  limit: number;
  trueRatio: number;
  pairs: number;
}

const latencyMs = stretch();

/** The same interleaved windows, but the p99 of all attack windows over that of all baseline windows is believed as it is. */
export function pointEstimate({ design }: FloodPlan, machine: Machine, terms: PairTerms): Outcome {
  const { limit, trueRatio, pairs } = terms;
  const windows = design.windows.slice(0, 2 * pairs);
  const measured = latencyMs.subarray(Math.ceil(guardSeconds(design) * victimRateRps));
  const ofPhase = { baseline: [] as Float64Array[], attack: [] as Float64Array[] };
  for (const { phase } of windows) {
    machine(latencyMs);
    ofPhase[phase].push(measured.slice());
  }
  const p99 = (phase: Phase): number => p99Of(joined(ofPhase[phase]));
  return {
    status: trueRatio * p99('attack') <= limit * p99('baseline') ? 'held' : 'breached',
    seconds: design.warmUp.minSeconds + (windows.at(-1)?.toSeconds ?? 0),
  };
}

function guardSeconds({ windows }: FloodPlan['design']): number {
  const [first] = windows;
  return first ? first.measureFromSeconds - first.fromSeconds : 0;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}
