import type { Progress, ProgressStep } from '../model/progress.ts';

/** What one group is doing just now. */
export interface Activity extends Disposable {
  report: Report;
}

/** Says what is being done, or awaited, just now. */
export type Report = (text: string, state?: 'working' | 'waiting') => void;

/** Shows all that is fetched at the same time as one step, so that a terminal needs one line. */
export interface FetchBoard {
  begin(title: string): Activity;
  /** One line that stays; the same line is not repeated. */
  note: Progress['note'];
  close(outcome: 'done' | 'failed'): void;
}

const tickMs = 10_000;

export function createFetchBoard(progress: Progress): FetchBoard {
  const startedMs = performance.now();
  const active = new Map<string, { text: string; state: string; sinceMs: number }>();
  const noted = new Set<string>();
  let step: ProgressStep | undefined;
  const show = (): void => {
    const working = [...active].filter(([, { state }]) => state === 'working');
    const shown = working.length > 0 ? working : [...active];
    const parts = shown.map(([title, { text, sinceMs }]) => `${title}: ${text} (${elapsed(sinceMs)})`);
    const hidden = active.size - shown.length;
    if (hidden > 0) parts.push(`${hidden} more waiting`);
    if (parts.length > 0) step?.update(`Getting programs · ${parts.join(' · ')}`);
  };
  const ticker = setInterval(show, tickMs);
  ticker.unref();
  return {
    begin(title) {
      step ??= progress.step('Getting programs');
      const entry = { text: 'starting', state: 'working', sinceMs: performance.now() };
      active.set(title, entry);
      return {
        report: (text, state = 'working') => {
          Object.assign(entry, { text, state });
          show();
        },
        [Symbol.dispose]: () => {
          active.delete(title);
          show();
        },
      };
    },
    note(text, weight) {
      if (noted.has(text)) return;
      noted.add(text);
      progress.note(text, weight);
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
