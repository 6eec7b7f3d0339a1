import { isOutside } from '../model/outside.ts';
import type { Report } from '../model/report.ts';
import type { RunToTell } from './format.ts';
import { noneRemoved, notExercised } from './not-exercised.ts';
import { testCases, wholeRun, type TestCase } from './test-cases.ts';

const doubts: ReadonlySet<TestCase['word']> = new Set(['inconclusive', 'missed', 'not-played']);

/** GitHub shows so many annotations of each kind from one step, and drops the others. */
const mostOfEach = 10;

/**
 * Lines that the runner of a GitHub workflow makes annotations of: an error for each breach, a warning for what could
 * not be told and for each control that was missed or not played; a notice where what held is less than it seems. The last
 * line of a kind says how many there are beside those shown.
 */
export function githubAnnotations(run: RunToTell): string[] {
  const cases = testCases(run);
  const breached = cases.filter(({ word }) => word === 'breached');
  const doubtful = cases.filter(({ word }) => doubts.has(word));
  return [...annotations('error', breached), ...annotations('warning', doubtful), ...noticeOf(run.report)];
}

/** A job that is green says nothing of how it came to be so. */
function noticeOf({ run, summary }: Report): string[] {
  if (!isOutside(run) || summary.held === 0) return [];
  const message = `${summary.held} held, ${notExercised}. ${noneRemoved}`;
  return [workflowCommand('notice', { title: `tenantproof HELD, ${notExercised}` }, message)];
}

function annotations(command: 'error' | 'warning', cases: readonly TestCase[]): string[] {
  const shown = cases.length > mostOfEach ? cases.slice(0, mostOfEach - 1) : cases;
  const more = cases.length - shown.length;
  return [
    ...shown.map((testCase) => annotation(command, testCase)),
    ...(more > 0
      ? [
          workflowCommand(
            command,
            { title: 'tenantproof' },
            `${more} more like these; the summary has them all`,
          ),
        ]
      : []),
  ];
}

function annotation(command: string, { suite, name, word, message, cure }: TestCase): string {
  const title = `${suite === wholeRun ? 'tenantproof' : suite} ${word.toUpperCase().replace('-', ' ')}`;
  const file = suite === wholeRun ? {} : { file: `scenarios/${suite}.ts` };
  return workflowCommand(command, { title, ...file }, [name, message, ...cure].join('\n'));
}

/** `::error title=…,file=…::message`, https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function workflowCommand(
  command: string,
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${command} ${listed.join(',')}::${escapedData(message)}`;
}

const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string =>
  escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
