import type { Verdict } from '../model/report.ts';
import { blameLines } from './blame-lines.ts';
import { checkOf } from './check-of.ts';
import { figures } from './figures.ts';
import { indented, labelled, type Page } from './page.ts';
import { noneRemoved, standInWords, statusWords, type UnexercisedControl } from './not-exercised.ts';
import { plainText } from './plain-text.ts';
import type { ScenarioText } from './format.ts';
import { fateSentence, removedControls, type RemovedControl } from './removed-controls.ts';
import { fateMarks, notExercisedMark, statusMarks } from './status-mark.ts';
import { tenantLines } from './tenant-lines.ts';

/** What a section is about. */
export interface SectionOf {
  /** Of the scenario. */
  id: string;
  verdicts: readonly Verdict[];
  text: ScenarioText | undefined;
  /** Present if no control was removed. */
  unexercised: UnexercisedControl | undefined;
}

/** The question, one block for each objective, and what became of the negative control. */
export function scenarioSection({ id, verdicts, text, unexercised }: SectionOf, page: Page): string[] {
  const { chalk } = page;
  return [
    chalk.bold(plainText(id)),
    ...(text ? indented(plainText(text.question), page, { column: 2 }) : []),
    ...verdicts.filter(({ arm }) => arm === 'protected').flatMap((verdict) => verdictBlock(verdict, page)),
    ...removedControls(verdicts, text ? [text] : []).flatMap((control) => controlBlock(control, page)),
    ...(unexercised ? unexercisedBlock(unexercised, page) : []),
  ];
}

function verdictBlock(verdict: Verdict, page: Page): string[] {
  const { chalk } = page;
  const { symbol, word, paint } = statusMarks[verdict.status];
  const measured = plainText(figures(verdict));
  const needsEvidence = verdict.status === 'breached' || verdict.status === 'inconclusive';
  return [
    ...labelled(`${symbol} ${word}`, plainText(verdict.objective), page, paint(chalk).bold),
    ...(verdict.control === undefined ? [] : indented(statusWords(verdict), page)),
    ...(measured === '' ? [] : indented(measured, page)),
    ...indented(`why: ${plainText(verdict.reason)}`, page),
    ...tenantLines(verdict).flatMap((line) => indented(plainText(line), page)),
    ...(needsEvidence ? verdict.evidence : []).flatMap((line) =>
      indented(`seen: ${plainText(line)}`, page, { paint: chalk.dim }),
    ),
    ...blameLines(verdict).flatMap((line) => indented(plainText(line), page)),
  ];
}

function controlBlock(control: RemovedControl, page: Page): string[] {
  const { symbol, word, paint } = fateMarks[control.fate];
  return [
    ...labelled(`${symbol} ${word}`, plainText(fateSentence(control)), page, paint(page.chalk).bold),
    ...fateLines(control).flatMap((line) => indented(plainText(line), page)),
  ];
}

function unexercisedBlock(control: UnexercisedControl, page: Page): string[] {
  const { symbol, word, paint } = notExercisedMark;
  return [
    ...labelled(`${symbol} ${word}`, noneRemoved, page, paint(page.chalk).bold),
    ...indented(plainText(standInWords(control)), page),
  ];
}

function fateLines({ fate, verdicts, unbroken }: RemovedControl): string[] {
  if (fate === 'caught') return verdicts.flatMap((verdict) => [figures(verdict), `why: ${verdict.reason}`]);
  if (fate === 'not-played') return [...new Set(unbroken.map(({ reason }) => `why: ${reason}`))];
  return unbroken.map((verdict) => `why: ${checkOf(verdict)} was ${verdict.status}: ${verdict.reason}`);
}
