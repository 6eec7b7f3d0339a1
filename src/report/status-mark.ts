import type { ChalkInstance } from 'chalk';
import type { ControlFate } from '../model/control-fate.ts';
import type { Status } from '../model/report.ts';

export interface StatusMark {
  symbol: string;
  word: string;
  paint: (chalk: ChalkInstance) => ChalkInstance;
}

/** A status is told by its word and its symbol; the colour only helps the eye. */
export const statusMarks: Record<Status, StatusMark> = {
  held: { symbol: '✔', word: 'HELD', paint: (chalk) => chalk.green },
  breached: { symbol: '✘', word: 'BREACHED', paint: (chalk) => chalk.red },
  inconclusive: { symbol: '?', word: 'INCONCLUSIVE', paint: (chalk) => chalk.yellow },
  'not-verified': { symbol: '○', word: 'NOT VERIFIED', paint: (chalk) => chalk.cyan },
};

/** The same of a control that was removed. */
export const fateMarks: Record<ControlFate, StatusMark> = {
  caught: { symbol: '✔', word: 'CAUGHT', paint: (chalk) => chalk.green },
  missed: { symbol: '✘', word: 'MISSED', paint: (chalk) => chalk.red },
  'not-played': { symbol: '?', word: 'NOT PLAYED', paint: (chalk) => chalk.yellow },
};

/** Of a control that nobody could remove. */
export const notExercisedMark: StatusMark = {
  symbol: '○',
  word: 'NOT EXERCISED',
  paint: (chalk) => chalk.cyan,
};
