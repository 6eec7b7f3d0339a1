import type { ChalkInstance } from 'chalk';
import type { TerminalProgress } from './terminal/terminal-progress.ts';

/** What every command is given: the outside world of the process. */
export interface CommandContext {
  env: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C and by SIGTERM. */
  signal: AbortSignal;
  /** On standard error. */
  progress: TerminalProgress;
  colours: ChalkInstance;
  /** Columns of the terminal. */
  columns: number;
  /** Results: standard output. */
  print: (text: string) => void;
}
