import type { Phase } from './plan.ts';

/** What can be said of an arm while it is played: for people who watch. Nothing is decided by it. */
export interface LiveFigures {
  /** Of the windows that were played, in their order. */
  windows: readonly LiveWindow[];
  /** Pairs that were played to their end, and those of them that a disturbance took out. */
  pairs: { played: number; takenOut: number };
  /** The victim's p99 under attack to that at rest, over the pairs that count so far; absent before there is one. */
  ratio?: LiveRatio;
  /** In the last attack window; absent before there is one, and where nothing of it can be counted. */
  attack?: LiveAttack;
}

export interface LiveWindow {
  phase: Phase;
  /** The victim's p99 in milliseconds; null if more than 1 % of its requests were not served. */
  p99Ms: number | null;
}

export interface LiveRatio {
  value: number;
  /** Absent for fewer than two pairs, or where the noise has no end. */
  interval?: { low: number; high: number; confidence: number };
  /** Highest that is acceptable. */
  limit: number;
}

export type LiveAttack =
  /** What the aggressor sent, and which part of the answers were 429. */
  | { kind: 'requests'; rateRps: number; refusedShare: number }
  /** Containers of the attack that have ended since the arm began, and how many of them the kernel killed for their memory. */
  | { kind: 'containers'; ended: number; outOfMemory: number };
