import { basename, relative, resolve } from 'node:path';
import { json } from '../../report/json.ts';
import { terminal } from '../../report/terminal.ts';
import type { CommandContext } from '../context.ts';
import type { JudgedRecord } from '../recorded-run/judge-recorded.ts';
import type { AddCommand } from './command.ts';

interface JudgeFlags {
  slo?: readonly string[];
  json?: boolean;
}

const examples = `
Exit codes are those of verify. Nothing in the folder of the run is changed.

Examples:
  tenantproof judge reports/latest                        the verdicts of the run, from what it recorded
  tenantproof judge reports/latest --slo my-slo.yaml      what it would have said to other objectives
  tenantproof judge reports/latest --json > report.json   for programs`;

export const addJudge: AddCommand = (program, run) => {
  program
    .command('judge')
    .summary('judge a recorded run again, with its own objectives or with others; needs no cluster')
    .argument('<run>', 'folder of a run, e.g. reports/latest')
    .option('--slo <file...>', 'objectives in OpenSLO form, instead of those that the run was played with')
    .option('--json', 'print report.json instead of the report for people')
    .addHelpText('after', examples)
    .action((folder: string, flags: JudgeFlags) => run((context) => judge(folder, flags, context)));
};

async function judge(folder: string, flags: JudgeFlags, context: CommandContext): Promise<number> {
  const { judgeRecorded } = await import('../recorded-run/judge-recorded.ts');
  const judged = await judgeRecorded(folder, flags.slo);
  for (const remark of judged.remarks) context.progress.note(remark);
  context.print(flags.json ? json(judged.report) : textFor(judged, folder, context));
  return judged.exitCode;
}

const textFor = (
  { report, scenarios, exitCode }: JudgedRecord,
  folder: string,
  { colours, columns }: CommandContext,
): string =>
  terminal(report, {
    scenarios,
    exitCode,
    files: [{ path: relative(process.cwd(), resolve(folder)) || basename(folder), what: 'what was judged' }],
    width: columns,
    chalk: colours,
  });
