import { misses, type Figure } from './required.ts';
import type { Row } from './rows.ts';

const heads = [
  'noise',
  'judge',
  'true ratio',
  'false pass',
  'false fail',
  'detected',
  'inconclusive',
  'mean time',
];

/** The rows as a table of text; a figure that misses what is required of our judge has a cross. */
export function table(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const text = lines.map((cells, line) => {
    const row = cells.map((cell, column) => pad(cell, column, widths[column] ?? 0)).join('  ');
    return `${startsNoise(lines, line) ? '\n' : ''}${row.trimEnd()}`;
  });
  const missed = rows.flatMap((row) => figures.filter((figure) => misses(row, figure))).length;
  return `${text.join('\n')}\n\n${conclusion(missed)}\n`;
}

const startsNoise = (lines: readonly string[][], line: number): boolean =>
  line > 0 && lines[line]?.[0] !== lines[line - 1]?.[0];

function conclusion(missed: number): string {
  if (missed === 0) return 'All that is required of tenantproof is met.';
  return `✗ ${missed} required ${missed === 1 ? 'figure is' : 'figures are'} missed.`;
}

const figures: readonly Figure[] = ['falsePass', 'falseFail', 'detected', 'meanSeconds'];

function cellsOf(row: Row): string[] {
  const cell = (figure: Figure, text: string): string => `${text} ${misses(row, figure) ? '✗' : ' '}`;
  return [
    row.noise,
    row.judge,
    row.trueRatio.toFixed(2),
    cell('falsePass', percent(row.falsePass)),
    cell('falseFail', percent(row.falseFail)),
    cell('detected', percent(row.detected)),
    percent(row.inconclusive),
    cell('meanSeconds', `${row.meanSeconds.toFixed(0)} s`),
  ];
}

const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(1)} %`);

const firstFigure = 2;

const pad = (cell: string, column: number, width: number): string =>
  column < firstFigure ? cell.padEnd(width) : cell.padStart(width);
