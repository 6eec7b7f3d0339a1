import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

/** A command adds itself to the program; its action returns the exit code. */
export type AddCommand = (program: Command, run: RunAction) => void;

/** Runs an action with the outside world and turns its outcome into the exit code of the process. */
export type RunAction = (action: (context: CommandContext) => Promise<number>) => Promise<void>;
