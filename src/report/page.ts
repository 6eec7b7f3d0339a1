import type { ChalkInstance } from 'chalk';
import { wrap } from './wrap.ts';

/** Where text goes: how wide it may be, and how it may look. */
export interface Page {
  width: number;
  chalk: ChalkInstance;
}

/** Column at which everything that belongs to a status begins: symbol, widest status word and spaces around. */
const textColumn = 18;

/** Wrapped lines, each indented and then painted. */
export const indented = (
  text: string,
  { width }: Page,
  {
    column = textColumn,
    paint = (line: string) => line,
  }: { column?: number; paint?: (line: string) => string } = {},
): string[] => wrap(text, width - column).map((line) => `${' '.repeat(column)}${paint(line)}`);

/** A label in the margin, and the text beside it. */
export function labelled(label: string, text: string, page: Page, paint: (text: string) => string): string[] {
  const [first = '', ...rest] = indented(text, page);
  return [`  ${paint(label.padEnd(textColumn - 2))}${first.slice(textColumn)}`, ...rest];
}
