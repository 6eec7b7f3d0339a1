import { exitCode } from '../model/exit-code.ts';
import type { Verdict } from '../model/report.ts';
import { removedControls, type RemovedControl } from '../report/removed-controls.ts';
import { asRun } from './as-run.ts';
import { findControls, findVerdicts } from './find-verdicts.ts';
import { safe, verdictLines } from './verdict-lines.ts';

/** What a run says to a question, and by what. */
export interface Answer {
  /** `unsure`: it could not be told. `unknown`: nothing has the name that was asked about. */
  answer: 'yes' | 'no' | 'unsure' | 'unknown';
  lines: readonly string[];
}

/** Whether what is named was held; of the whole run, whether the command line would exit with 0. @throws TypeError */
export function isHeld(judged: unknown, name: string | undefined): Answer {
  if (name === undefined) return isWholeHeld(judged);
  const named = findVerdicts(asRun(judged).report, name);
  if ('known' in named) return unknown('verdict', named.known);
  const answer = heldOf(named.found);
  return { answer, lines: linesOf(answer === 'yes' ? named.found : unheld(named.found)) };
}

/** The opposite: whether something of it was breached. @throws TypeError */
export function isBreached(judged: unknown, name: string | undefined): Answer {
  const { answer, lines } = isHeld(judged, name);
  return { answer: opposite[answer], lines };
}

/** Whether everything that is named, or everything that was removed, broke as it must. @throws TypeError */
export function isCaught(judged: unknown, name: string | undefined): Answer {
  const { report } = asRun(judged);
  const named = name === undefined ? undefined : findControls(report, name);
  if (named && 'known' in named) return unknown('removed control', named.known);
  const controls = named?.found ?? removedControls(report.verdicts, []);
  if (controls.length === 0) return { answer: 'unsure', lines: ['In this run no control was removed.'] };
  const answer = caughtOf(controls);
  return {
    answer,
    lines: linesOf(controls.flatMap(({ verdicts, unbroken }) => (answer === 'yes' ? verdicts : unbroken))),
  };
}

const opposite = { yes: 'no', no: 'yes', unsure: 'unsure', unknown: 'unknown' } as const;

function heldOf(verdicts: readonly Verdict[]): 'yes' | 'no' | 'unsure' {
  if (verdicts.some(({ status }) => status === 'breached')) return 'no';
  return unheld(verdicts).length === 0 ? 'yes' : 'unsure';
}

/** A control was certainly missed only if a check said that the promise was kept without it. */
function caughtOf(controls: readonly RemovedControl[]): 'yes' | 'no' | 'unsure' {
  const unbroken = controls.flatMap((control) => control.unbroken);
  if (unbroken.length === 0) return 'yes';
  return unbroken.some(({ status }) => status === 'held') ? 'no' : 'unsure';
}

function isWholeHeld(judged: unknown): Answer {
  const { report, exitCode: code, remarks } = asRun(judged);
  const sound = report.verdicts.filter(({ arm }) => arm === 'protected');
  if (report.summary.breached === 0 && code === exitCode.held) {
    return { answer: 'yes', lines: linesOf(sound) };
  }
  const unbroken = removedControls(report.verdicts, []).flatMap((control) => control.unbroken);
  return {
    answer: report.summary.breached > 0 ? 'no' : 'unsure',
    lines: [
      `The command line would exit with ${code}.`,
      ...remarks.flatMap(safe),
      ...linesOf([...unheld(sound), ...unbroken]),
    ],
  };
}

const unheld = (verdicts: readonly Verdict[]): Verdict[] =>
  verdicts.filter(({ status }) => status !== 'held');

const linesOf = (verdicts: readonly Verdict[]): string[] => verdicts.flatMap(verdictLines);

const unknown = (what: string, names: readonly string[]): Answer => ({
  answer: 'unknown',
  lines: [
    names.length === 0 ? `This run has no ${what}.` : `Each ${what} of this run:`,
    ...names.flatMap(safe).map((line) => `    ${line}`),
  ],
});
