import type { Row } from './rows.ts';

/** Figures of a row that something is required of. */
export type Figure = 'falsePass' | 'falseFail' | 'detected' | 'meanSeconds';

const ours: ReadonlySet<string> = new Set(['tenantproof', 'tenantproof-quick']);

/** Whether our judge misses what is required of it; nothing is required of the others. */
export function misses(row: Row, figure: Figure): boolean {
  const value = row[figure];
  return ours.has(row.judge) && value !== null && !required[figure](value, row);
}

/** In every noise: errors are rare and a clear breach is seen. On a quiet machine: the answer is there in 150 s. */
const required: Record<Figure, (value: number, row: Row) => boolean> = {
  falsePass: (share) => share <= 0.05,
  falseFail: (share) => share <= 0.01,
  detected: (share) => share >= 0.99,
  meanSeconds: (seconds, { noise, trueRatio }) => noise !== 'clean' || trueRatio !== 1 || seconds <= 150,
};
