import type { Matrix, MatrixCell } from '../model/matrix.ts';
import { isOutside } from '../model/outside.ts';
import type { Report } from '../model/report.ts';
import { markdownTable } from './markdown-table.ts';
import { markdownText } from './markdown-text.ts';
import { caughtLine, fateWords, noWeakness, weakenedWords } from './matrix-words.ts';
import { statusWords } from './not-exercised.ts';
import { placeWords } from './place-words.ts';

/** `matrix.md`: the matrix of a run as two tables. Ends with a line break. */
export function matrixMarkdown({ cells, fates }: Matrix, { run }: Pick<Report, 'run'>): string {
  const { id, profile, seed } = run;
  const facts = markdownText(`Run ${id}: profile ${profile}, seed ${seed}, ${placeWords(run)}.`);
  if (isOutside(run)) return outside(facts, cells);
  const byScenario = [...Map.groupBy(cells, ({ scenario }) => scenario)];
  const scenarios = byScenario.flatMap(([scenario, found]) => rowsOf(scenario, found));
  const weaknesses = fates.map((fate) => [fate.weakness, fateWords(fate)]);
  return `${[
    '# Scenario × weakness',
    facts,
    markdownTable(['scenario', 'sound stack', 'control removed', 'then'], scenarios),
    caughtLine(fates),
    markdownTable(['weakness', 'is'], weaknesses),
  ].join('\n\n')}\n`;
}

const outside = (facts: string, cells: readonly MatrixCell[]): string =>
  `${[
    '# Scenario × weakness',
    facts,
    `${noWeakness}:`,
    markdownTable(
      ['scenario', 'verdict'],
      cells.map((cell) => [cell.scenario, statusWords(cell)]),
    ),
  ].join('\n\n')}\n`;

/** One row for each weakness; the scenario and its verdict stand in the first. */
function rowsOf(scenario: string, cells: readonly MatrixCell[]): string[][] {
  const sound = cells.find(({ weakness }) => weakness === null)?.status ?? 'not-verified';
  const weakened = cells.flatMap(({ weakness, status }) =>
    weakness === null ? [] : [[weakness, weakenedWords[status]]],
  );
  const [first = ['', ''], ...rest] = weakened;
  return [[scenario, sound, ...first], ...rest.map((row) => ['', '', ...row])];
}
