import { digestRecording } from '../../../src/judge/load/digest-recording.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { floodPlan, windowsOf, withDesign } from './example-arm.ts';
import type { Chance } from './seeded.ts';

export const victims = 90;
/** Of each victim in the measured part of each window, as at 150 requests/s over 90 victims. */
const samplesPerWindow = 9;
const pairs = 24;
const windows = windowsOf(pairs);

/** One look, so that all of the error is spent on it: quick's 4 % for a wrong `held`, 1 % for a wrong `breached`. */
export const noisyPlan: ArmPlan = {
  ...withDesign({ looksPairs: [pairs], victimRateRps: (victims * samplesPerWindow) / 8 }),
  limits: { ...floodPlan.limits, errorHeld: 0.04 },
  crowd: {
    victims: Array.from({ length: victims }, (_, place) => ({
      ...floodPlan.victim,
      name: `tenant-${place}`,
    })),
    aggressors: [floodPlan.aggressor],
    percentile: 0.9,
  },
};

/**
 * A simulated shared machine, with noise that is assumed and not measured: a level that drifts by about `noise` from window to
 * window and has as much of its own, for all victims alike, and latencies with a long tail.
 */
export function noisyCrowd(ratioOf: (place: number) => number, chance: Chance, noise = 0.02): ArmRecord {
  const perWindow = victims * samplesPerWindow;
  const total = windows.length * perWindow;
  const [intendedMs, latencyMs] = [new Float64Array(total), new Float64Array(total)];
  const tenant = new Int16Array(total);
  let drift = 0;
  for (const { index, phase, measureFromMs, toMs } of windows) {
    drift = 0.9 * drift + noise * chance.normal();
    const level = Math.exp(drift + noise * chance.normal());
    for (let request = 0; request < perWindow; request++) {
      const at = index * perWindow + request;
      const place = request % victims;
      tenant[at] = place;
      intendedMs[at] = measureFromMs + (request * (toMs - measureFromMs)) / perWindow;
      const times = level * (phase === 'attack' ? ratioOf(place) : 1);
      latencyMs[at] = 30 * times * (1 - 0.1 * Math.log(1 - chance.uniform()));
    }
  }
  const firstByteMs = new Float64Array(total).fill(Number.NaN);
  const status = new Int16Array(total).fill(200);
  const sendDelayMs = new Float64Array(total);
  return digestRecording({
    observations: windows,
    victim: { intendedMs, latencyMs, firstByteMs, sendDelayMs, status, tenant },
  });
}
