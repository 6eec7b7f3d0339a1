import type { ScenarioEntry } from '../model/scenario-entry.ts';
import { duration } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

const marks = { begin: '<!-- begin of the table -->', end: '<!-- end of the table -->' };

/** Time of a scenario as a reader wants it. */
export const timeWords = (expectedSeconds: number): string =>
  expectedSeconds === 0 ? 'not played yet' : duration(1000 * expectedSeconds);

/** Whether it can be asked of a platform that is not ours, in words. */
export const targetWords = ({ asksOfTarget }: Pick<ScenarioEntry, 'asksOfTarget'>): string => {
  if (asksOfTarget === undefined) return 'no';
  return asksOfTarget.length === 0 ? 'yes' : `if it promises ${asksOfTarget.join(' and ')}`;
};

/**
 * The text with the table of all scenarios between its two marks.
 * @throws Error if the marks are not there, in this order: a bug of whoever edited the text
 */
export function withScenarioTable(text: string, entries: readonly ScenarioEntry[]): string {
  const begin = text.indexOf(marks.begin);
  const end = text.indexOf(marks.end);
  if (begin === -1 || end < begin) throw new Error(`The text lacks ${marks.begin} and ${marks.end}`);
  return `${text.slice(0, begin + marks.begin.length)}\n${scenarioTable(entries)}\n${text.slice(end)}`;
}

const scenarioTable = (entries: readonly ScenarioEntry[]): string =>
  markdownTable(
    ['scenario', 'question', 'control', 'weaknesses that it catches', 'needs', 'time', 'of a target'],
    entries.map((entry) => [
      entry.id,
      entry.question,
      entry.control,
      entry.weaknesses.join(', '),
      entry.needs.join(', '),
      timeWords(entry.expectedSeconds),
      targetWords(entry),
    ]),
  );
