import type { Story, WindowStory } from '../../../src/model/story.ts';

const restMs = 41.2;
const attackMs = 43;

/** Ten seconds each, at rest and under attack in turn, of which the first two do not count. */
export const windowStories = (pairs: number): WindowStory[] =>
  Array.from({ length: 2 * pairs }, (_, index): WindowStory => {
    const isAttack = index % 2 === 1;
    const victim = { due: 320, failed: 0, latencyMsP50: 30, latencyMsP99: isAttack ? attackMs : restMs };
    return {
      index,
      pair: Math.floor(index / 2),
      phase: isAttack ? 'attack' : 'baseline',
      fromSeconds: 10 * index,
      measureFromSeconds: 10 * index + 2,
      toSeconds: 10 * index + 10,
      takenOut: [],
      victim,
      ...(isAttack
        ? { attack: { offered: 160, admitted: 8, refused: 150, failed: 2, neverStarted: 0 } }
        : {}),
    };
  });

/** A flood that was withstood, in four pairs of windows. */
export const floodStory: Story = {
  scenario: 'request-flood',
  arm: 'protected',
  startedAtMs: Date.UTC(2026, 10, 24, 7, 31, 10),
  seconds: 84,
  victim: 'tenant-a',
  aggressor: 'tenant-b',
  promisedRps: 1,
  windows: windowStories(4),
  latency: Array.from({ length: 80 }, (_, second) => ({
    fromSeconds: second,
    toSeconds: second + 1,
    due: 40,
    failed: 0,
    latencyMsP50: 30,
    latencyMsP99: 42,
  })),
  distribution: {
    samplesAtRest: 1280,
    samplesUnderAttack: 1280,
    points: [
      { share: 0.5, restMs: 30, attackMs: 30.5 },
      { share: 0.9, restMs: 38, attackMs: 39 },
      { share: 0.99, restMs, attackMs },
    ],
  },
  ratios: [
    {
      check: 'victim-p99-ratio',
      objective: "Under attack the victim's p99 latency stays near its p99 at rest",
      unit: 'ratio',
      limit: 1.25,
      points: [
        { pairs: 2, measured: 1.1, interval: { low: 0.4, high: 3, confidence: 0.995 }, isLook: false },
        {
          pairs: 4,
          measured: 1.0434,
          interval: { low: 0.971, high: 1.1216, confidence: 0.995 },
          isLook: true,
        },
      ],
    },
  ],
  calls: [{ what: 'create pods', as: 'tenant-b', admitted: 4, refused: 46, failed: 0 }],
  usage: [
    { what: 'Memory of the largest container of the attack', used: 61, limit: 64, unit: 'MiB' },
    { what: 'Something without a limit', used: 5, limit: null, unit: 'tokens' },
  ],
  readings: [{ step: 'before', query: 'held', label: 'tenant-b', value: 12.5 }],
  processor: [
    { pod: 'gateway-1', atSeconds: 1, cores: 0.4 },
    { pod: 'gateway-1', atSeconds: 2, cores: 0.5 },
  ],
  events: [
    { atSeconds: 0, kind: 'applied', what: 'The stack as its manifests have it' },
    { atSeconds: 12, untilSeconds: 18, kind: 'attack', what: 'Step burst' },
    { atSeconds: 40, kind: 'look', what: 'Look after 4 pairs: decided' },
    { atSeconds: 60, kind: 'fault', what: 'Lost: k6: killed' },
  ],
};

/** An arm of which nothing was seen but that it began. */
export const emptyStory: Story = {
  scenario: 'request-flood',
  arm: 'protected',
  startedAtMs: Date.UTC(2026, 10, 24, 7, 31, 10),
  seconds: 0,
  victim: 'tenant-a',
  aggressor: 'tenant-b',
  promisedRps: 0,
  windows: [],
  latency: [],
  ratios: [],
  calls: [],
  usage: [],
  readings: [],
  processor: [],
  events: [],
};
