import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import { factsOf, type Fact } from './facts.ts';
import { isServed } from './windows.ts';

export type BurstCall = Fact<'burst-call'>;

/** Completions of the aggressor's burst. */
export const burstCalls = ({ aggressor }: ArmPlan, record: ArmRecord): BurstCall[] =>
  factsOf(record, 'burst-call').filter(({ as }) => as === aggressor.name);

export const wasAnswered = ({ httpStatus }: BurstCall): boolean => httpStatus !== 0;

export const wasServed = ({ httpStatus }: BurstCall): boolean => isServed(httpStatus);

/** Refused for being too many or too much; whatever else is no refusal of a limiter. */
export const wasRefused = ({ httpStatus }: BurstCall): boolean => httpStatus === 429;

export const tokensAsked = (calls: readonly BurstCall[]): number =>
  calls.reduce((sum, call) => sum + call.tokensAsked, 0);

/** Milliseconds since the epoch. */
export const sentAtMs = ({ atMs, durationMs }: BurstCall): number => atMs - durationMs;
