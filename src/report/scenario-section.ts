import type { Verdict } from '../model/report.ts';
import { blameLines } from './blame-lines.ts';
import { figures } from './figures.ts';
import { indented, labelled, type Page } from './page.ts';
import { plainText } from './plain-text.ts';
import type { ScenarioText } from './format.ts';
import { statusMarks } from './status-mark.ts';
import { tenantLines } from './tenant-lines.ts';

/** The question, one block for each objective, and what became of the negative control. */
export function scenarioSection(
  id: string,
  verdicts: readonly Verdict[],
  text: ScenarioText | undefined,
  page: Page,
): string[] {
  const { chalk } = page;
  const weakened = Map.groupBy(
    verdicts.filter(({ arm }) => arm === 'weakened'),
    ({ weakness }) => weakness,
  );
  return [
    chalk.bold(plainText(id)),
    ...(text ? indented(plainText(text.question), page, { column: 2 }) : []),
    ...verdicts.filter(({ arm }) => arm === 'protected').flatMap((verdict) => verdictBlock(verdict, page)),
    ...[...weakened.values()].flatMap((found) => controlBlock(found, text, page)),
  ];
}

function verdictBlock(verdict: Verdict, page: Page): string[] {
  const { chalk } = page;
  const { symbol, word, paint } = statusMarks[verdict.status];
  const measured = plainText(figures(verdict));
  const needsEvidence = verdict.status === 'breached' || verdict.status === 'inconclusive';
  return [
    ...labelled(`${symbol} ${word}`, plainText(verdict.objective), page, paint(chalk).bold),
    ...(measured === '' ? [] : indented(measured, page)),
    ...indented(`why: ${plainText(verdict.reason)}`, page),
    ...tenantLines(verdict).flatMap((line) => indented(plainText(line), page)),
    ...(needsEvidence ? verdict.evidence : []).flatMap((line) =>
      indented(`seen: ${plainText(line)}`, page, { paint: chalk.dim }),
    ),
    ...blameLines(verdict).flatMap((line) => indented(plainText(line), page)),
  ];
}

function controlBlock(weakened: readonly Verdict[], text: ScenarioText | undefined, page: Page): string[] {
  const { chalk } = page;
  const removes = text?.weaknesses.find(({ fixture }) => fixture === weakened[0]?.weakness)?.removes;
  const removed = removes === undefined ? '' : ` (${plainText(removes)})`;
  const missed = weakened.filter(({ status }) => status !== 'breached');
  if (missed.length === 0) {
    return [
      ...labelled('✔ CAUGHT', `Control removed${removed}: it broke, as it must`, page, chalk.green.bold),
      ...weakened.flatMap((verdict) => [
        ...indented(plainText(figures(verdict)), page),
        ...indented(`why: ${plainText(verdict.reason)}`, page),
      ]),
    ];
  }
  const lead = `Control removed${removed}: it was not seen to break, so these checks can't be believed`;
  return [
    ...labelled('✘ MISSED', lead, page, chalk.red.bold),
    ...missed.flatMap(({ id, status, reason }) => {
      const check = plainText(id).split('/').at(-1);
      return indented(`why: ${check} was ${status}: ${plainText(reason)}`, page);
    }),
  ];
}
