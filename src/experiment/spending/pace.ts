import { nowMs } from '../../system/clock.ts';
import { pause } from '../../system/pause.ts';

/** Lets requests through one by one, and in any second no more than `rateRps` less what goes out beside them. */
export function pace(rateRps: number): (besideRps: number, signal: AbortSignal) => Promise<void> {
  const take = turnsWithin(rateRps);
  return async (besideRps, signal) => {
    const waitMs = take(nowMs(), besideRps) - nowMs();
    if (waitMs > 0) await pause(waitMs, signal);
  };
}

/**
 * Gives out turns, beside a load of so many requests per second.
 * @returns the moment of the next turn, in milliseconds of the clock that is handed in
 */
export function turnsWithin(rateRps: number): (nowMs: number, besideRps: number) => number {
  const givenMs: number[] = [];
  return (nowMs, besideRps) => {
    const freeRps = Math.max(rateRps - besideRps, Number.EPSILON);
    const most = Math.max(1, Math.floor(freeRps));
    const soonestMs = (givenMs.at(-most) ?? Number.NEGATIVE_INFINITY) + (1000 * most) / freeRps;
    const turnMs = Math.max(nowMs, soonestMs);
    givenMs.push(turnMs);
    if (givenMs.length > rateRps + 1) givenMs.shift();
    return turnMs;
  };
}
