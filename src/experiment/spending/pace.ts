import { nowMs } from '../../system/clock.ts';
import { pause } from '../../system/pause.ts';

/** Waits for a turn, beside a load of so many requests per second. */
type Pace = (besideRps: number, signal: AbortSignal) => Promise<void>;

/** Lets requests through one by one, and in any second no more than `rateRps` less what goes out beside them. */
export function pace(rateRps: number): Pace {
  const turnsMs: number[] = [];
  return async (besideRps, signal) => {
    const free = Math.max(rateRps - besideRps, Number.EPSILON);
    const most = Math.max(1, Math.floor(free));
    const afterMs = (turnsMs.at(-most) ?? Number.NEGATIVE_INFINITY) + (1000 * most) / free;
    const turnMs = Math.max(nowMs(), afterMs);
    turnsMs.push(turnMs);
    if (turnsMs.length > rateRps + 1) turnsMs.shift();
    const waitMs = turnMs - nowMs();
    if (waitMs > 0) await pause(waitMs, signal);
  };
}
