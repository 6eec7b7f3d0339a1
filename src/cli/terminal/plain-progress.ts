import { withoutCommands } from '../../report/without-commands.ts';
import { elapsedSince } from './elapsed-since.ts';
import type { ProgressScreen } from './terminal-progress.ts';

/** Updates of a step are shown at most this often where there is no terminal. */
const updateEveryMs = 15_000;

/** A line for the beginning and the end of every step, and some between: for CI, pipes and files. */
export function plainProgress(stream: NodeJS.WritableStream): ProgressScreen {
  const line = (text: string): void => void stream.write(`${withoutCommands(text)}\n`);
  return {
    step(text) {
      const startMs = performance.now();
      let shownMs = startMs;
      line(`… ${text}`);
      return {
        update(newer) {
          if (performance.now() - shownMs < updateEveryMs) return;
          shownMs = performance.now();
          line(`… ${newer} (${elapsedSince(startMs)})`);
        },
        done: (last) => line(`✓ ${last ?? text} (${elapsedSince(startMs)})`),
        failed: (last) => line(`✗ ${last ?? text} (${elapsedSince(startMs)})`),
      };
    },
    note: (text) => line(`  ${text}`),
    say: line,
    close: () => {},
  };
}
