import { Command, CommanderError } from 'commander';
import { exitCode } from '../model/exit-code.ts';
import { addCertificate } from './commands/certificate.ts';
import { addCertify } from './commands/certify.ts';
import { addCompare } from './commands/compare.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDown } from './commands/down.ts';
import { addHistory } from './commands/history.ts';
import { addInvoice } from './commands/invoice.ts';
import { addJudge } from './commands/judge.ts';
import { addMatrix } from './commands/matrix.ts';
import { addPush } from './commands/push.ts';
import { addReport } from './commands/report.ts';
import { addScenarios } from './commands/scenarios.ts';
import { addUp } from './commands/up.ts';
import { addVerify } from './commands/verify.ts';
import { withoutCommands } from '../report/without-commands.ts';
import type { AddCommand } from './commands/command.ts';
import type { CommandContext } from './context.ts';
import { describeFailure, exitCodeOf } from './exit-code-of.ts';
import { onInterruption } from './interruption.ts';
import { coloursFor } from './terminal/colours.ts';
import { progressOn } from './terminal/progress.ts';
import { toolVersion } from './tool-version.ts';

/** What the command line reads and writes; the process itself, but in tests. */
export type Outside = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'>;

/** In the order of the help. */
const commands: readonly AddCommand[] = [
  addVerify,
  addJudge,
  addReport,
  addPush,
  addCertify,
  addCertificate,
  addCompare,
  addHistory,
  addMatrix,
  addScenarios,
  addDoctor,
  addUp,
  addInvoice,
  addDown,
];

/** Runs the command line; resolves with the exit code. */
export async function main(
  args: readonly string[],
  { stdout, stderr, env }: Outside = process,
): Promise<number> {
  const complain = (text: string): void => void stderr.write(`${withoutCommands(text)}\n`);
  let code: number = exitCode.held;

  const run = async (action: (context: CommandContext) => Promise<number>): Promise<void> => {
    const { quiet = false } = program.opts<{ quiet?: boolean }>();
    const progress = progressOn(stderr, env, { quiet });
    using interruption = onInterruption(progress.say);
    try {
      code = await action({
        env,
        signal: interruption.signal,
        progress,
        colours: coloursFor(stdout, env),
        columns: stdout.columns ?? 100,
        print: (text) => void stdout.write(text),
        tellRunner: (line) => void stderr.write(`${line}\n`),
      });
    } finally {
      progress.close();
    }
  };
  const program = new Command('tenantproof')
    .description('If one tenant of a GPU inference platform runs away, do the others notice?')
    .version(toolVersion)
    .option('-q, --quiet', 'no progress: only results, and what went wrong')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(withoutCommands(text)),
    })
    .showHelpAfterError('(--help lists every flag)');
  for (const add of commands) add(program, run);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCode.held : exitCode.badConfiguration;
    complain(describeFailure(error));
    return exitCodeOf(error) ?? 1;
  }
}
