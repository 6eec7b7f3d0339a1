import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import { exitCode } from '../../model/exit-code.ts';
import type { CommandContext } from '../context.ts';
import { tellStories } from '../formats/tell-stories.ts';
import { writeFormats } from '../formats/write-formats.ts';
import type { AddCommand } from './command.ts';

interface ReportFlags {
  output?: string;
}

const examples = `
verify has written them already; this is for a run that was cut short, came from another version, or lies where
nothing may be written.

Examples:
  tenantproof report reports/latest                    into the folder of the run
  tenantproof report reports/latest --output for-ci/   elsewhere`;

export const addReport: AddCommand = (program, run) => {
  program
    .command('report')
    .summary('write a recorded run down in every format, for people and for CI; needs no cluster')
    .argument('<run>', 'folder of a run, e.g. reports/latest')
    .option('--output <folder>', 'where to (default: the folder of the run)')
    .addHelpText('after', examples)
    .action((folder: string, flags: ReportFlags) => run((context) => report(folder, flags, context)));
};

async function report(folder: string, flags: ReportFlags, context: CommandContext): Promise<number> {
  const output = flags.output ?? folder;
  const { judgeRecorded } = await import('../recorded-run/judge-recorded.ts');
  const judged = await judgeRecorded(folder);
  const { stories, untold } = tellStories(judged.judged);
  for (const remark of [...judged.remarks, ...untold]) context.progress.note(remark);
  await mkdir(output, { recursive: true });
  const { files, failed } = await writeFormats(output, { ...judged, stories });
  for (const { file } of files) context.print(`${relative(process.cwd(), join(output, file))}\n`);
  if (failed.length === 0) return exitCode.held;
  throw new EnvironmentError(failed.join('\n'), {
    code: 'reports-unwritable',
    hint: 'Choose a folder that you may write to with --output.',
  });
}
