import type { ArmId } from './arm-id.ts';
import type { Phase } from './plan.ts';

/** What happened in one arm, counted down to what a reader can look at. Times are in seconds since the arm began. */
export interface Story extends ArmId {
  /** Milliseconds since the Unix epoch. */
  startedAtMs: number;
  seconds: number;
  /** What was removed, in plain words. */
  removes?: string;
  victim: string;
  aggressor: string;
  /** Requests per second that the aggressor was promised. */
  promisedRps: number;
  windows: readonly WindowStory[];
  /** The victim's latency from moment to moment. */
  latency: readonly LatencyMoment[];
  distribution?: Distribution;
  /** What a check that more pairs can decide said after each number of pairs. */
  ratios: readonly RatioStory[];
  calls: readonly CallsStory[];
  usage: readonly UsageStory[];
  readings: readonly ReadingStory[];
  processor: readonly ProcessorMoment[];
  events: readonly StoryEvent[];
}

/** A window, of which a part counts. */
export interface WindowStory {
  index: number;
  pair: number;
  phase: Phase;
  fromSeconds: number;
  measureFromSeconds: number;
  toSeconds: number;
  /** Why its pair does not count; empty if it does. */
  takenOut: readonly string[];
  /** Absent if no load of the victim was recorded. */
  victim?: WindowLatency;
  /** Absent where the aggressor sent no load. */
  attack?: WindowAttack;
}

/** Of the measured part. A percentile is null if it falls on a request that was not served, or there was none. */
export interface WindowLatency {
  due: number;
  failed: number;
  latencyMsP50: number | null;
  latencyMsP99: number | null;
}

/** What became of the aggressor's requests in the measured part. */
export interface WindowAttack {
  offered: number;
  admitted: number;
  /** Answered 429. */
  refused: number;
  /** Answered otherwise, or not at all. */
  failed: number;
  neverStarted: number;
}

/** How wrong a percentile of a moment can be, as a share of it; those of windows are exact. */
export const momentError = 0.025;

/** A second, or a few of a long arm. */
export interface LatencyMoment {
  fromSeconds: number;
  toSeconds: number;
  due: number;
  failed: number;
  latencyMsP50: number | null;
  latencyMsP99: number | null;
}

/** Percentiles over all sound pairs of windows. A latency is null if it falls on a request that was not served. */
export interface Distribution {
  samplesAtRest: number;
  samplesUnderAttack: number;
  /** Ascending by `share`, e.g. 0.99; none that fewer than one sample would lie beyond. */
  points: readonly { share: number; restMs: number | null; attackMs: number | null }[];
}

export interface RatioStory {
  check: string;
  objective: string;
  unit: string;
  limit: number | null;
  points: readonly RatioPoint[];
}

export interface RatioPoint {
  /** Pairs of windows that had been played. */
  pairs: number;
  measured: number;
  interval?: { low: number; high: number; confidence: number };
  /** The judge was asked here; elsewhere the figure is only looked at, and says nothing by itself. */
  isLook: boolean;
}

/** Calls of one kind that were not part of a load. */
export interface CallsStory {
  what: string;
  as: string;
  admitted: number;
  /** Answered 4xx. */
  refused: number;
  /** Answered otherwise, or not at all. */
  failed: number;
}

/** How much of something was used, of how much, at one moment. */
export interface UsageStory {
  what: string;
  used: number;
  limit: number | null;
  unit: string;
}

/** One value that Prometheus answered with. */
export interface ReadingStory {
  step: string;
  query: string;
  label: string;
  value: number;
}

/** Processor cores that a gateway used between two scrapes. */
export interface ProcessorMoment {
  pod: string;
  atSeconds: number;
  cores: number;
}

export type StoryEventKind = 'arm' | 'applied' | 'attack' | 'look' | 'seen' | 'fault';

export interface StoryEvent {
  atSeconds: number;
  /** Of what lasted. */
  untilSeconds?: number;
  kind: StoryEventKind;
  what: string;
}
