import { Interrupted } from './exit-code-of.ts';
import { exitCode } from '../model/exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One Ctrl-C (or SIGTERM, or a terminal that closes) cleans up; a second one stops waiting for the orderly way.
 * What remains then dies with us or expires by itself, and `down` removes the rest. Disposed of, nothing is heard any more.
 */
export function onInterruption(say: (text: string) => void): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      say('Stopping at once. What is left over goes with: tenantproof down');
      process.exit(exitCode.interrupted);
    }
    say(`${signal} received: cleaning up. Once more to stop waiting.`);
    controller.abort(new Interrupted(`Interrupted by ${signal}`));
  };
  for (const signal of signals) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
