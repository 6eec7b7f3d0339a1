import ora from 'ora';
import type { Progress } from '../../model/progress.ts';

/** Progress on standard error: a live line on a terminal, plain lines elsewhere. */
export function progressOn(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Progress {
  return stream.isTTY && !env['CI'] && env['TERM'] !== 'dumb' ? liveProgress(stream) : plainProgress(stream);
}

const elapsedSince = (startMs: number): string => `${((performance.now() - startMs) / 1000).toFixed(1)} s`;

function liveProgress(stream: NodeJS.WriteStream): Progress {
  let active: ReturnType<typeof ora> | undefined;
  return {
    step(first) {
      const startMs = performance.now();
      let text = first;
      const spinner = ora({ stream, discardStdin: false, hideCursor: true }).start(first);
      active = spinner;
      const show = (): void => {
        spinner.text = `${text} (${elapsedSince(startMs)})`;
      };
      const ticking = setInterval(show, 500).unref();
      const end = (mark: () => void, last: string | undefined): void => {
        clearInterval(ticking);
        text = last ?? first;
        show();
        mark();
        if (active === spinner) active = undefined;
      };
      return {
        update(newer) {
          text = newer;
          show();
        },
        done: (last) => end(() => spinner.succeed(), last),
        failed: (last) => end(() => spinner.fail(), last),
      };
    },
    note(text) {
      active?.clear();
      stream.write(`  ${text}\n`);
      active?.render();
    },
  };
}

/** Updates of a step are shown at most this often where there is no terminal. */
const updateEveryMs = 15_000;

function plainProgress(stream: NodeJS.WritableStream): Progress {
  const line = (text: string): void => void stream.write(`${text}\n`);
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
  };
}
