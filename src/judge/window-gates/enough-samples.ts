import { loadIn } from '../windows.ts';
import { count, number } from '../words.ts';
import type { WindowGate } from './window-gate.ts';

/** The window has the samples that a p99 needs. */
export const enoughSamples: WindowGate = {
  id: 'enough-samples',
  trips(window, { limits }, { victim }) {
    const samples = loadIn(victim, window)?.due ?? 0;
    return samples >= limits.minSamplesPerWindow
      ? undefined
      : `it has ${count(samples, 'sample')}, needed are ${number(limits.minSamplesPerWindow)}`;
  },
};
