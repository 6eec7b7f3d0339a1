import { silentProgress } from '../../model/progress.ts';
import { withoutCommands } from '../../report/without-commands.ts';
import type { ProgressScreen } from './terminal-progress.ts';

/** No progress: only what a reader must know, as that something was left behind. */
export function quietProgress(stream: NodeJS.WritableStream): ProgressScreen {
  const line = (text: string): void => void stream.write(`${withoutCommands(text)}\n`);
  return {
    step: (text) => silentProgress.step(text),
    note: (text, weight) => {
      if (weight !== 'aside') line(`  ${text}`);
    },
    say: line,
    close: () => {},
  };
}
