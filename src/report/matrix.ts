import type { Matrix, MatrixCell, WeaknessFate } from '../model/matrix.ts';
import { isOutside } from '../model/outside.ts';
import type { Report, Status } from '../model/report.ts';
import { untried } from './conclusion.ts';
import { caughtLine, fateWords, noWeakness, weakenedWords } from './matrix-words.ts';
import { indented, labelled, type Page } from './page.ts';
import { notExercised } from './not-exercised.ts';
import { plainText } from './plain-text.ts';
import type { ScenarioText } from './format.ts';
import { statusMarks } from './status-mark.ts';

export interface MatrixOptions {
  /** What the process will exit with. */
  exitCode: number;
  scenarios: readonly ScenarioText[];
  page: Page;
}

/** For people: each scenario on the sound stack and without its controls, then who catches each weakness. Ends with a line break. */
export function matrixText(
  { cells, fates }: Matrix,
  report: Report,
  { exitCode, scenarios, page }: MatrixOptions,
): string {
  const reasons = untried(report);
  const sections = [
    indented(
      plainText(`Run ${report.run.id}, profile ${report.run.profile}, seed ${report.run.seed}`),
      page,
      {
        column: 0,
        paint: page.chalk.bold,
      },
    ),
    indented(isOutside(report.run) ? `${noWeakness}:` : onOurs, page, { column: 0 }),
    [...Map.groupBy(cells, ({ scenario }) => scenario)].flatMap(([id, found]) =>
      rowOf(found, { id, reason: reasons.get(id), text: scenarios.find((text) => text.id === id) }, page),
    ),
    ...(isOutside(report.run)
      ? []
      : [indented('Each weakness of k8s-fixtures/weaknesses:', page, { column: 0 }), fateLines(fates, page)]),
    [
      ...(isOutside(report.run) ? [] : indented(caughtLine(fates), page, { column: 0 })),
      `Exit code: ${exitCode}`,
    ],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const onOurs = 'Each scenario on the sound stack, then with each of its controls removed:';

interface Row {
  id: string;
  /** Why nothing was tried. */
  reason: string | undefined;
  text: ScenarioText | undefined;
}

function rowOf(cells: readonly MatrixCell[], { id, reason, text }: Row, page: Page): string[] {
  return cells.flatMap(({ weakness, status, control }) => {
    if (weakness === null) {
      const { symbol, word, paint } = statusMarks[status];
      const because = reason === undefined ? '' : `: ${reason}`;
      const beside = control === undefined ? '' : `: ${notExercised}`;
      return labelled(`${symbol} ${word}`, plainText(id + beside + because), page, paint(page.chalk).bold);
    }
    const removes = text?.weaknesses.find(({ fixture }) => fixture === weakness)?.removes;
    const what = removes === undefined ? weakness : `${weakness} (${removes})`;
    return indented(`${weakenedSymbols[status]} ${weakenedWords[status]}: ${plainText(what)}`, page, {
      paint: weakenedPaint[status](page.chalk),
    });
  });
}

const weakenedSymbols: Record<Status, string> = {
  breached: '✔',
  held: '✘',
  inconclusive: '✘',
  'not-verified': '○',
};

const weakenedPaint: Record<Status, (chalk: Page['chalk']) => Page['chalk']> = {
  breached: (chalk) => chalk.green,
  held: (chalk) => chalk.red,
  inconclusive: (chalk) => chalk.red,
  'not-verified': (chalk) => chalk.dim,
};

const fateLines = (fates: readonly WeaknessFate[], page: Page): string[] =>
  fates.flatMap((fate) => {
    const paint = fate.caughtBy.length > 0 ? page.chalk.green : page.chalk.red;
    return indented(plainText(`${fate.weakness}: ${fateWords(fate)}`), page, { column: 2, paint });
  });
