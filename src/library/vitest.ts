import { expect } from 'vitest';
import { matchers } from './matchers.ts';

/** The promise of a run is awaited: `await expect(verify(…)).toHold()`. */
type Answered<T, R> = T extends PromiseLike<unknown> ? Promise<void> : R;

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * The objectives held, and were seen to break without their control. What could not be told (`inconclusive`,
     * `not-verified`) fails this, and its opposite too.
     * @param check `victim-p99-ratio`, `request-flood`, or `request-flood/victim-p99-ratio`; without it the whole run, which
     *   holds if the command line would exit with 0
     */
    toHold(check?: string): Answered<T, R>;
    /** At least one objective was breached. `not.toBreach` is `toHold`. */
    toBreach(check?: string): Answered<T, R>;
    /**
     * With its control removed every check broke, as it must; the opposite asks that one was seen to hold.
     * @param weakness `no-gpu-quota`, `gpu-quota-storm`, or `gpu-quota-storm/no-gpu-quota`; without it all that were removed
     */
    toHaveCaught(weakness?: string): Answered<T, R>;
  }
}

expect.extend(matchers);
