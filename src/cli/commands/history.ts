import { relative } from 'node:path';
import { exitCode } from '../../model/exit-code.ts';
import type { CommandContext } from '../context.ts';
import { writeHistory } from '../history/write-history.ts';
import type { AddCommand } from './command.ts';

const help = `
verify writes it anew after each run; this is for a folder that runs were copied into, or removed from.
Folders without a report that can be read are named and left out. Nothing in a run is changed.

Examples:
  tenantproof history                 reports/index.html
  tenantproof history from-ci/runs    from-ci/runs/index.html`;

export const addHistory: AddCommand = (program, run) => {
  program
    .command('history')
    .summary('list all runs of a folder, newest first, with the trend of every objective, in one page')
    .argument('[folder]', 'where runs are kept', 'reports')
    .addHelpText('after', help)
    .action((folder: string) => run((context) => history(folder, context)));
};

async function history(folder: string, { print, progress }: CommandContext): Promise<number> {
  const { file, unread } = await writeHistory(folder);
  for (const line of unread) progress.note(`Left out: ${line}`);
  print(`${relative(process.cwd(), file)}\n`);
  return exitCode.held;
}
