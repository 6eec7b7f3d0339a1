import { EnvironmentError } from '../model/errors.ts';
import { abortable } from './abortable.ts';
import { pause } from './pause.ts';

/** One look at the world: what was waited for, or what was seen instead, and what the reader can do about just that. */
export type Probe<T> = (signal: AbortSignal) => Promise<{ ready: T } | Unready>;

export interface Unready {
  seen: string;
  hint?: string;
}

export interface WaitOptions {
  /** What is awaited, as it reads after "waited 5 s for". */
  what: string;
  timeoutMs: number;
  signal: AbortSignal;
  intervalMs?: number;
  /** What the reader can do if it never comes; what was seen last may say it better. */
  hint?: string;
}

/**
 * Asks the probe until it is ready. A probe that throws counts as not ready; its message is what was seen.
 * @throws EnvironmentError `wait-timeout` naming what was awaited and what was seen last; the abort reason if aborted.
 */
export async function waitUntil<T>(probe: Probe<T>, options: WaitOptions): Promise<T> {
  const { what, timeoutMs, signal, intervalMs = 50 } = options;
  const deadline = performance.now() + timeoutMs;
  let last: Unready = { seen: 'nothing yet' };
  for (;;) {
    signal.throwIfAborted();
    const budget = AbortSignal.any([
      signal,
      AbortSignal.timeout(Math.max(1, Math.ceil(deadline - performance.now()))),
    ]);
    try {
      const answer = await abortable(probe(budget), budget);
      if ('ready' in answer) return answer.ready;
      last = answer;
    } catch (error) {
      signal.throwIfAborted();
      last = { seen: error instanceof Error ? error.message : String(error) };
    }
    if (performance.now() + intervalMs >= deadline) {
      const { seen, hint = options.hint } = last;
      throw new EnvironmentError(`Waited ${timeoutMs / 1000} s for ${what}; last seen: ${seen}`, {
        code: 'wait-timeout',
        ...(hint === undefined ? {} : { hint }),
      });
    }
    await pause(intervalMs, signal);
  }
}
