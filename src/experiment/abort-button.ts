import type { StopWhen } from '../model/stop-when.ts';
import { EnvironmentError } from '../model/errors.ts';
import { nowMs } from '../system/clock.ts';
import type { SampleBuffer } from './load/sample-buffer.ts';

/** What is looked at: requests that should have begun in this stretch before now. */
const stretchMs = 3_000;
/** A request may take so long before it counts as unanswered. */
const patienceMs = 1_500;
const everyMs = 250;

export interface ErrorBudget extends Disposable {
  /** Resolves when the budget is burnt: with the share that failed. */
  burnt: Promise<number>;
}

/**
 * Watches the victim's requests while an attack goes on. From the first failure on, a victim that gets nothing any more
 * burns a budget of half its requests within `patienceMs + stretchMs / 2`, 3 s.
 * @param rateRps at which the victim sends, so that what is never answered is missed
 */
export function watchErrorBudget(
  samples: Pick<SampleBuffer, 'succeededBetween'>,
  { victimErrorRatio, rateRps }: StopWhen & { rateRps: number },
  now: () => number = nowMs,
): ErrorBudget {
  const startMs = now();
  const { promise, resolve } = Promise.withResolvers<number>();
  const timer = setInterval(() => {
    const toMs = now() - patienceMs;
    const fromMs = toMs - stretchMs;
    if (fromMs < startMs) return;
    const failedRatio = 1 - samples.succeededBetween(fromMs, toMs) / ((rateRps * stretchMs) / 1000);
    if (failedRatio < victimErrorRatio) return;
    clearInterval(timer);
    resolve(failedRatio);
  }, everyMs).unref();
  return { burnt: promise, [Symbol.dispose]: () => clearInterval(timer) };
}

const code = 'error-budget-burnt';

/** What ends the run. */
export const budgetBurnt = (failedRatio: number): EnvironmentError =>
  new EnvironmentError(
    `stopped, as stopWhen says: ${Math.round(failedRatio * 100)} % of the victim's last requests failed`,
    { code },
  );

export const isBurnt = (error: unknown): boolean => error instanceof EnvironmentError && error.code === code;
