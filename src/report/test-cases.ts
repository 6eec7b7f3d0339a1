import type { ControlFate } from '../model/control-fate.ts';
import { isOutside } from '../model/outside.ts';
import type { Verdict } from '../model/report.ts';
import { reproduceCommand } from '../model/reproduce-command.ts';
import { blameLines } from './blame-lines.ts';
import { checkOf } from './check-of.ts';
import { overallStatus, sentence } from './conclusion.ts';
import { cutText } from './cut-text.ts';
import { figures } from './figures.ts';
import type { RunToTell } from './format.ts';
import { noneRemoved, standInsOf, statusWords } from './not-exercised.ts';
import { plainText } from './plain-text.ts';
import { fateSentence, removedControls, type RemovedControl } from './removed-controls.ts';
import { tenantLines } from './tenant-lines.ts';
import { runTroubles } from './run-troubles.ts';

/**
 * A run as CI knows runs: one test for each objective, one for each control that was removed, and one for the run
 * itself. Nothing passes that the exit code does not pass, and the other way round.
 */
export interface TestCase {
  /** Unique in its suite, and the same in each run, so that CI can tell a new failure from an old one. */
  name: string;
  /** The scenario, or `wholeRun`. */
  suite: string;
  outcome: 'passed' | 'failed' | 'error' | 'skipped';
  /** What the report calls it. */
  word: Verdict['status'] | ControlFate;
  /** Why, in one plain line. */
  message: string;
  /** Figures and what was seen, one plain line each. */
  evidence: readonly string[];
  /** What to do about it, one plain line each; empty where all is well. */
  cure: readonly string[];
  /** The verdict of an objective. */
  verdict?: Verdict;
}

/** Suite of the tests of a scenario. */
export const suiteOf = (scenario: string): string => oneLine(scenario, longestMessage);

/** Suite of the test that is about the run, and not about one scenario. */
export const wholeRun = 'run';

const longestMessage = 1000;
/** A line that a server filled must not keep CI from reading the others. */
const longestLine = 4000;

/** In the order of the report; that of the run comes first. */
export const testCases = (run: RunToTell): TestCase[] => [
  runCase(run),
  ...[...Map.groupBy(run.report.verdicts, ({ scenario }) => scenario).values()].flatMap((verdicts) => [
    ...verdicts.filter(({ arm }) => arm === 'protected').map((verdict) => objectiveCase(verdict, run)),
    ...removedControls(verdicts, run.scenarios).map((control) => controlCase(control, run)),
  ]),
];

function runCase(run: RunToTell): TestCase {
  const nothing =
    overallStatus(run.report) === 'not-verified' ? [sentence('not-verified', run.report.run)] : [];
  const [first, ...others] = [...runTroubles(run), ...nothing];
  const known = { name: 'The run was played to its end and showed something', suite: wholeRun, cure: [] };
  if (first === undefined)
    return { ...known, outcome: 'passed', word: 'held', message: endedWell(run), evidence: [] };
  return {
    ...known,
    outcome: 'error',
    word: 'inconclusive',
    message: oneLine(first, longestMessage),
    evidence: plainLines(others),
  };
}

/** A pass of a whole run must not be taken for more than it is. */
const endedWell = ({ report: { run } }: RunToTell): string =>
  isOutside(run) ? `It ended as it should. ${noneRemoved}` : 'It ended as it should';

const outcomes = {
  held: 'passed',
  breached: 'failed',
  inconclusive: 'error',
  'not-verified': 'skipped',
} as const satisfies Record<Verdict['status'], TestCase['outcome']>;

function objectiveCase(verdict: Verdict, { plan }: RunToTell): TestCase {
  const { scenario, objective, status, control, reason, evidence } = verdict;
  const unwell = status === 'breached' || status === 'inconclusive';
  return {
    name: oneLine(`${checkOf(verdict)}: ${objective}`, longestMessage),
    suite: suiteOf(scenario),
    outcome: outcomes[status],
    word: status,
    message: oneLine(control === undefined ? reason : `${statusWords(verdict)}: ${reason}`, longestMessage),
    evidence: plainLines([
      figures(verdict),
      ...tenantLines(verdict),
      ...(unwell ? evidence : standInsOf(verdict)).map((line) => `seen: ${line}`),
    ]),
    cure: unwell ? plainLines(verdict.blame ? blameLines(verdict) : [reproduceLine(scenario, plan)]) : [],
    verdict,
  };
}

/** What was not played is no pass, and nothing that failed. */
const fateOutcomes = {
  caught: 'passed',
  missed: 'failed',
  'not-played': 'error',
} as const satisfies Record<ControlFate, TestCase['outcome']>;

function controlCase(control: RemovedControl, { plan }: RunToTell): TestCase {
  const { scenario, weakness, fate, verdicts, unbroken } = control;
  const caught = fate === 'caught';
  return {
    name: oneLine(`control removed: ${weakness} must break`, longestMessage),
    suite: suiteOf(scenario),
    outcome: fateOutcomes[fate],
    word: fate,
    message: oneLine(fateSentence(control), longestMessage),
    evidence: plainLines((caught ? verdicts : unbroken).flatMap((verdict) => lookedAt(verdict, caught))),
    cure: caught ? [] : plainLines([reproduceLine(scenario, plan)]),
  };
}

const lookedAt = (verdict: Verdict, caught: boolean): string[] => [
  `${checkOf(verdict)} was ${verdict.status}: ${verdict.reason}`,
  figures(verdict),
  ...(caught ? [] : verdict.evidence.map((line) => `seen: ${line}`)),
];

const reproduceLine = (scenario: string, plan: RunToTell['plan']): string =>
  `reproduce: ${reproduceCommand(scenario, plan)}`;

const oneLine = (text: string, longest: number): string => cutText(plainText(text), longest);

const plainLines = (lines: readonly string[]): string[] =>
  lines.map((line) => oneLine(line, longestLine)).filter((line) => line !== '');
