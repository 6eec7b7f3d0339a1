import { seededRandom } from '../../../../src/plan/random.ts';
import type { Wanted } from './virtual-engine.ts';

export interface Schedule {
  seed: number;
  requests: number;
  tenants: readonly string[];
  /** Arrivals are spread over this time. */
  overMs: number;
  /** Share of the clients that lose patience. */
  abortShare: number;
  /** Longest that they wait. */
  patienceMs: number;
}

/** Requests of all sizes at random moments; some share the beginning of their prompt. */
export function randomSchedule({
  seed,
  requests,
  tenants,
  overMs,
  abortShare,
  patienceMs,
}: Schedule): Record<string, Wanted> {
  const random = seededRandom(seed);
  const upTo = (most: number): number => 1 + Math.floor(random() * most);
  return Object.fromEntries(
    Array.from({ length: requests }, (_, index) => {
      const tenant = tenants[upTo(tenants.length) - 1] ?? '';
      const blocks = upTo(5) - 1;
      const atMs = random() * overMs;
      const want: Wanted = {
        tenant,
        model: `m${upTo(2)}`,
        promptTokens: blocks * 10 + upTo(10),
        promptBlocks: Array.from({ length: blocks }, (_, at) => `${tenant} ${upTo(2)} ${at}`),
        maxTokens: upTo(30),
        maxBatchSize: upTo(8),
        atMs,
      };
      const hangsUp = random() < abortShare;
      return [`r${index}`, hangsUp ? { ...want, abortAtMs: atMs + random() * patienceMs } : want];
    }),
  );
}
