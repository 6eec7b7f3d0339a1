import type { GatedCheck } from '../gates/gated.ts';
import { latencyRatio } from './latency-ratio.ts';

/** The victim's p99 under attack is at most `limits.p99Ratio` times its p99 at rest. */
export const victimP99Ratio = (): GatedCheck =>
  latencyRatio({
    id: 'victim-p99-ratio',
    objective: "Under attack the victim's p99 latency stays near its p99 at rest",
    share: 0.99,
    limitOf: ({ p99Ratio }) => p99Ratio,
  });
