import type { Progress, ProgressStep } from '../model/progress.ts';

/** What one group is doing just now. */
export interface Activity extends Disposable {
  report: (text: string) => void;
}

/** Shows all that is fetched at the same time as one step, so that a terminal needs one line. */
export interface FetchBoard {
  begin(title: string): Activity;
  /** One line that stays; the same line is not repeated. */
  note(text: string): void;
  close(outcome: 'done' | 'failed'): void;
}

const tickMs = 10_000;

export function createFetchBoard(progress: Progress): FetchBoard {
  const startedMs = performance.now();
  const active = new Map<string, { text: string; sinceMs: number }>();
  const noted = new Set<string>();
  let step: ProgressStep | undefined;
  const show = (): void => {
    const parts = [...active].map(([title, { text, sinceMs }]) => `${title}: ${text} (${elapsed(sinceMs)})`);
    if (parts.length > 0) step?.update(`Getting programs · ${parts.join(' · ')}`);
  };
  const ticker = setInterval(show, tickMs);
  ticker.unref();
  return {
    begin(title) {
      step ??= progress.step('Getting programs');
      const entry = { text: 'starting', sinceMs: performance.now() };
      active.set(title, entry);
      return {
        report: (text) => {
          entry.text = text;
          show();
        },
        [Symbol.dispose]: () => {
          active.delete(title);
          show();
        },
      };
    },
    note(text) {
      if (noted.has(text)) return;
      noted.add(text);
      progress.note(text);
    },
    close(outcome) {
      clearInterval(ticker);
      if (outcome === 'done') step?.done(`Programs ready after ${elapsed(startedMs)}`);
      else step?.failed(`Programs not ready after ${elapsed(startedMs)}`);
    },
  };
}

/** `8 s`, `5 min 07 s`. */
export function elapsed(sinceMs: number, nowMs: number = performance.now()): string {
  const seconds = Math.round((nowMs - sinceMs) / 1000);
  const rest = String(seconds % 60).padStart(2, '0');
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${rest} s`;
}
