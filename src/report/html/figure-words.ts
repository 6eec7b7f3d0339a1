import type { Verdict } from '../../model/report.ts';
import { amount } from '../figures.ts';
import { html, type Markup } from './markup.ts';

/** Rounded for the eye; the exact figure, as `report.json` has it, is its value. */
export const exact = (value: number): Markup => html`<data value="${value}">${amount(value)}</data>`;

/** Characters that a cell has room for. */
const roomOfCell = 7;

/** The same in a table, where a figure that is short enough stands as it is. */
export function figureCell(value: number | null, otherwise = '–'): Markup | string {
  if (value === null) return otherwise;
  const isLarge = Math.abs(value) >= 1000;
  return String(value).length <= roomOfCell && !isLarge ? String(value) : exact(value);
}

export type Measured = Pick<Verdict, 'measured' | 'limit' | 'unit' | 'interval'>;

/**
 * How far what was measured is from its limit; of an interval, its nearer end. Undefined if there is nothing to compare.
 * Which side is the good one differs between objectives, so it says the side and no more.
 */
export function margin({ measured, limit, interval }: Measured): string | undefined {
  if (measured === null || limit === null) return undefined;
  const { low, high } = interval ?? { low: measured, high: measured };
  if (isNear(low, limit) && isNear(high, limit)) return 'at the limit';
  if (high < limit) return `${amount(limit - high)} below the limit${ofLimit(limit - high, limit)}`;
  if (low > limit) return `${amount(low - limit)} above the limit${ofLimit(low - limit, limit)}`;
  return 'none: the limit lies within the interval';
}

/** Sums of many figures differ by as much where they are the same. */
const rounding = 1e-9;

const isNear = (value: number, limit: number): boolean =>
  Math.abs(value - limit) <= rounding * Math.max(Math.abs(value), Math.abs(limit));

/** Up to ten times the limit a share of it says something. */
const mostOfLimit = 10;

function ofLimit(distance: number, limit: number): string {
  const share = distance / Math.abs(limit);
  return share > mostOfLimit ? '' : ` (${amount(100 * share)} % of it)`;
}
