import type { Report, RunFacts, Status, Verdict } from '../model/report.ts';
import { checkOf } from './check-of.ts';
import { controlsLine, objectivesLine, overallStatus, sentence } from './conclusion.ts';
import { cutText } from './cut-text.ts';
import { duration, figures } from './figures.ts';
import { fitSections, type Section } from './fit-sections.ts';
import type { RunToTell } from './format.ts';
import { markdownTable } from './markdown-table.ts';
import { markdownText } from './markdown-text.ts';
import { noneRemoved, standInWords, statusWords, unexercisedControls } from './not-exercised.ts';
import { removedControls } from './removed-controls.ts';
import { runTroubles } from './run-troubles.ts';
import { fateMarks, statusMarks } from './status-mark.ts';
import { testCases, wholeRun, type TestCase } from './test-cases.ts';
import { placeWords } from './place-words.ts';

/** GitHub loses a summary of more than 1 MiB without a word, so ours stays below. */
export const mostSummaryBytes = 900 * 1024;

const noteBytes = 8192;
/** In a cell, or at the top: who reads more opens the report. */
const longestCell = 500;

/**
 * The summary of a job in GitHub's Markdown: what the run says, then all that is not well with what was seen and what
 * to do, then every objective and control. Ends with a line break.
 * @param mostBytes what is over is left out in whole sections, what failed last, and the end says so
 */
export function jobSummary(run: RunToTell, mostBytes: number = mostSummaryBytes): string {
  const unwell = testCases(run)
    .filter(({ suite, outcome }) => suite !== wholeRun && (outcome === 'failed' || outcome === 'error'))
    .sort((a, b) => urgency(a) - urgency(b));
  const sections: Section[] = [
    { name: 'the result', text: headOf(run) },
    ...unwell.map(sectionOf),
    { name: 'the table of all objectives', text: objectivesTable(run.report.verdicts) },
    { name: 'the table of all removed controls', text: controlsTable(run) },
    { name: 'what stands in for removed controls', text: standInsTable(run.report) },
  ].filter(({ text }) => text !== '');
  return fitSections(sections, { mostBytes, noteBytes, note: (names) => leftOutNote(names, run.report.run) });
}

/** What failed comes first, and is left out last. */
const order: readonly TestCase['word'][] = ['breached', 'missed', 'inconclusive', 'not-played'];
const urgency = ({ word }: TestCase): number => order.indexOf(word);

function headOf(run: RunToTell): string {
  const { report } = run;
  const { summary, run: facts } = report;
  const troubles = runTroubles(run);
  const { id, tool, profile, seed, startedAt, endedAt } = facts;
  const took = duration(Date.parse(endedAt) - Date.parse(startedAt));
  return [
    `## ${titleOf(overallStatus(report), facts, troubles)}`,
    ...troubles.map((trouble) => `> **${cell(trouble)}**`),
    `${objectivesLine(summary)}<br>${controlsLine(report)}<br>Exit code: ${run.exitCode}`,
    cell(
      `tenantproof ${tool.version}, run ${id}: ${placeWords(facts)}, profile ${profile}, seed ${seed}, ${took}`,
    ),
  ].join('\n\n');
}

/** Who reads nothing but the title must not take a run for a pass that was cut short. */
function titleOf(status: Status, facts: RunFacts, troubles: readonly string[]): string {
  if (status === 'held' && troubles.length > 0)
    return '? NOT A PASS: What was tested held, but not all is well with the run.';
  const { symbol, word } = statusMarks[status];
  return `${symbol} ${word}: ${sentence(status, facts)}`;
}

function sectionOf({ suite, name, word, message, evidence, cure }: TestCase): Section {
  const lines = [`why: ${message}`, ...evidence, ...cure].map((line) => `- ${labelled(line)}`);
  const symbol = word === 'inconclusive' || word === 'not-played' ? '?' : '✘';
  return {
    name: `${suite}, ${name}`,
    text: [
      `### ${symbol} ${word.toUpperCase().replace('-', ' ')}: ${markdownText(suite)}`,
      `**${markdownText(name)}**`,
      lines.join('\n'),
    ].join('\n\n'),
  };
}

/** `fix: …` with its label in bold, and a command to be copied as code. */
function labelled(line: string): string {
  const [, label, text] = /^(why|seen|failed|usual cause|fix|reproduce): (.*)$/u.exec(line) ?? [];
  if (label === undefined || text === undefined) return markdownText(line);
  return `**${label}:** ${label === 'reproduce' ? code(text) : markdownText(text)}`;
}

/** Code within a line; its fence is longer than any in the text. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

function objectivesTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts
    .filter(({ arm }) => arm === 'protected')
    .map((verdict) => [
      `${statusMarks[verdict.status].symbol} ${statusWords(verdict)}`,
      verdict.scenario,
      verdict.objective,
      figures(verdict),
      verdict.reason,
    ]);
  return tableOf('All objectives', ['verdict', 'scenario', 'objective', 'figures', 'why'], rows);
}

function controlsTable({ report, scenarios }: RunToTell): string {
  const rows = removedControls(report.verdicts, scenarios).map(
    ({ scenario, weakness, removes, fate, verdicts, unbroken }) => [
      `${fateMarks[fate].symbol} ${fate.replace('-', ' ')}`,
      scenario,
      removes === undefined ? weakness : `${weakness}: ${removes}`,
      { caught: checksWith(verdicts), missed: checksWith(unbroken), 'not-played': '' }[fate],
    ],
  );
  return tableOf('All controls, removed one by one', ['it was', 'scenario', 'removed', 'seen by'], rows);
}

const standInsTable = (report: Report): string =>
  tableOf(
    noneRemoved,
    ['scenario', 'what stands for it'],
    unexercisedControls(report).map((control) => [control.scenario, standInWords(control)]),
  );

const checksWith = (verdicts: readonly Verdict[]): string =>
  verdicts.map((verdict) => `${checkOf(verdict)} ${verdict.status}`).join(', ');

const tableOf = (title: string, header: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `### ${title}\n\n${markdownTable(
        header,
        rows.map((row) => row.map((text) => cutText(text, longestCell))),
      )}`;

const cell = (text: string): string => markdownText(cutText(text, longestCell));

function leftOutNote(names: readonly string[], { id }: RunFacts): string {
  const listed = cutText(names.join('; '), 2 * longestCell);
  return `> **Left out, since GitHub shows no summary of more than 1 MiB:** ${markdownText(
    `${names.length} of its sections (${listed}). report.json in the folder of run ${id} has everything.`,
  )}`;
}
