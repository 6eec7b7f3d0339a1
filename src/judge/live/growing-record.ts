import type { LoadSamples } from '../../model/load-samples.ts';
import type { ArmRecord, ArmRecording } from '../../model/observation.ts';
import type { WindowPlan } from '../../model/plan.ts';
import { digestLoad, type WindowBounds } from '../load/digest-load.ts';
import { addSamples } from '../load/digest-recording.ts';

/** The record of an arm that is still played. Every sample is counted once, so that the hundredth look costs what the first does. */
export interface GrowingRecord {
  /**
   * Counts up what came in.
   * @param recording all observations so far, and of the samples only those that were not given before
   * @returns good until the next call
   */
  take(recording: ArmRecording): ArmRecord;
}

/** @param startMs when the windows began, in milliseconds since the epoch */
export function growingRecord(windows: readonly WindowPlan[], startMs: number): GrowingRecord {
  const bounds = windows.map((window) => boundsOf(window, startMs));
  const loads = { victim: digestLoad(bounds, false), aggressor: digestLoad(bounds, false) };
  return {
    take({ observations, victim, aggressor }) {
      if (victim) addSamples(loads.victim, ofAll(victim));
      if (aggressor) addSamples(loads.aggressor, ofAll(aggressor));
      return { observations, victim: loads.victim.finish(), aggressor: loads.aggressor.finish() };
    },
  };
}

const boundsOf = (
  { index, fromSeconds, measureFromSeconds, toSeconds }: WindowPlan,
  startMs: number,
): WindowBounds => ({
  index,
  fromMs: startMs + fromSeconds * 1000,
  measureFromMs: startMs + measureFromSeconds * 1000,
  toMs: startMs + toSeconds * 1000,
});

/** Who sent a request is not asked here, and counting up each of a hundred tenants would cost something. */
function ofAll(samples: LoadSamples): LoadSamples {
  const { tenant: _, ...others } = samples;
  return others;
}
