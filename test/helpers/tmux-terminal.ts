import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { waitUntil } from '../../src/system/wait-until.ts';

/** A real terminal of some size in which a program runs; disposing ends both. */
export interface TmuxTerminal extends Disposable {
  /** What can be read on it, without blank lines at the end. */
  screen: () => string[];
  /** Resolves with the screen when it is as wanted. */
  shows: (wanted: (lines: readonly string[]) => boolean) => Promise<string[]>;
  resize: (columns: number, rows: number) => void;
  /** As `tmux send-keys`: `C-c`. */
  press: (key: string) => void;
  cursorIsShown: () => boolean;
}

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const shown = 'ended with';

/** The program has ended. */
export const hasEnded = (lines: readonly string[]): boolean => lines.some((line) => line.startsWith(shown));

/** Runs a command line in a terminal; when it ends, `ended with CODE` is shown. */
export function openTerminal(command: string, columns: number, rows: number): TmuxTerminal {
  const socket = `tenantproof-test-${randomBytes(4).toString('hex')}`;
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8', TERM: 'xterm-256color' },
    });
  const size = ['-x', String(columns), '-y', String(rows)];
  tmux('new-session', '-d', ...size, `trap : INT; ${command}; echo "${shown} $?"; exec cat`);
  const screen = (): string[] => tmux('capture-pane', '-p').trimEnd().split('\n');
  return {
    screen,
    shows: (wanted) =>
      waitUntil(
        async () => {
          const lines = screen();
          return wanted(lines) ? { ready: lines } : { seen: lines.join('\n') };
        },
        { what: 'the terminal', timeoutMs: 30_000, signal: AbortSignal.timeout(31_000) },
      ),
    resize: (newColumns, newRows) =>
      void tmux('resize-window', '-x', String(newColumns), '-y', String(newRows)),
    press: (key) => void tmux('send-keys', key),
    cursorIsShown: () => tmux('display-message', '-p', '#{cursor_flag}').trim() === '1',
    [Symbol.dispose]: () => void tmux('kill-server'),
  };
}
