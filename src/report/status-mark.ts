import type { ChalkInstance } from 'chalk';
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
