import type { LiveWindow } from '../../../../src/model/live-figures.ts';
import type { LiveState } from '../../../../src/report/live/live-lines.ts';

/** Pairs of windows with these p99 latencies, at rest and under attack. */
export const windowsOf = (...pairs: readonly (readonly [number | null, number | null])[]): LiveWindow[] =>
  pairs.flatMap(([rest, attack]) => [
    { phase: 'baseline', p99Ms: rest },
    { phase: 'attack', p99Ms: attack },
  ]);

/** A flood in its sixth pair, that the platform withstands; one pair was disturbed. */
export const floodState: LiveState = {
  arm: 7,
  arms: 10,
  scenario: 'request-flood',
  stage: 'attack',
  pairs: { now: 6, atMost: 48 },
  figures: {
    windows: windowsOf([9.8, 10.1], [9.9, 9.7], [10.4, 10.2], [16.2, 10.1], [9.7, 9.9]),
    pairs: { played: 5, takenOut: 1 },
    ratio: { value: 1.006, interval: { low: 0.968, high: 1.044, confidence: 0.9875 }, limit: 1.1 },
    attack: { kind: 'requests', rateRps: 199.8, refusedShare: 0.951 },
  },
  elapsedSeconds: 71.6,
  leftAtMostSeconds: 1509,
};

/** The same without its control: victims wait a thousand times longer, until none is served. */
export const weakenedState: LiveState = {
  ...floodState,
  arm: 8,
  removed: 'limiter off, first come first served',
  stage: 'baseline',
  pairs: { now: 3, atMost: 8 },
  figures: {
    windows: windowsOf([9.8, 1850.4], [12.1, null]),
    pairs: { played: 2, takenOut: 0 },
    ratio: { value: 967.2, interval: { low: 18.3, high: 51_200, confidence: 0.98 }, limit: 1.1 },
    attack: { kind: 'requests', rateRps: 200, refusedShare: 0 },
  },
};
