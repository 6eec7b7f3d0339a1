import { Chalk } from 'chalk';
import type { Format, RunToTell } from '../format.ts';
import { indented } from '../page.ts';
import { plainText } from '../plain-text.ts';
import { runTroubles } from '../run-troubles.ts';
import { terminal } from '../terminal.ts';

const chalk = new Chalk({ level: 0 });
const width = 100;

/** What the terminal showed, without its colours, and what is wrong with the run beside its verdicts. */
export const format = {
  file: 'report.txt',
  what: 'what you read above',
  render: (run: RunToTell) => {
    const { report, scenarios, exitCode } = run;
    const troubles = runTroubles(run).flatMap((trouble) => indented(plainText(trouble), { width, chalk }));
    return [
      terminal(report, { scenarios, exitCode, files: [], width, chalk }),
      ...troubles.map((line) => `${line}\n`),
    ].join('');
  },
} satisfies Format;
