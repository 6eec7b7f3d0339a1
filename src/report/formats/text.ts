import { Chalk } from 'chalk';
import type { Format, RunToTell } from '../format.ts';
import { terminal } from '../terminal.ts';

/** What the terminal showed, without its colours. */
export const format = {
  file: 'report.txt',
  what: 'what you read above',
  render: ({ report, scenarios, exitCode }: RunToTell) =>
    terminal(report, { scenarios, exitCode, files: [], chalk: new Chalk({ level: 0 }) }),
} satisfies Format;
