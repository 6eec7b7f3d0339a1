import type { ChalkInstance } from 'chalk';
import type { TerminalProgress } from './terminal/terminal-progress.ts';

/** What a run is given of the outside world; it prints nothing. */
export interface RunContext {
  env: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C and by SIGTERM, or by whoever called us as a library. */
  signal: AbortSignal;
  /** On standard error, or to the caller. */
  progress: TerminalProgress;
}

/** What every command is given: the outside world of the process. */
export interface CommandContext extends RunContext {
  colours: ChalkInstance;
  /** Columns of the terminal. */
  columns: number;
  /** Results: standard output. */
  print: (text: string) => void;
  /** A command to the runner of a GitHub workflow, as it is: on standard error, where nothing else is one. */
  tellRunner: (line: string) => void;
}
