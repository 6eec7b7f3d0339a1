import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Flags } from '../../config/settings.ts';
import { exitCodeFor } from '../../judge/summary.ts';
import { exitCode } from '../../model/exit-code.ts';
import { profiles } from '../../model/profile.ts';
import type { Report } from '../../model/report.ts';
import { clusterChoices } from '../../model/settings.ts';
import { json } from '../../report/json.ts';
import { terminal } from '../../report/terminal.ts';
import type { CommandContext } from '../context.ts';
import { describeFailure, exitCodeOf, Interrupted } from '../exit-code-of.ts';
import { judgePlayedRun } from '../verify/judge-played-run.ts';
import { preparePlan, type PreparedRun } from '../verify/prepare-plan.ts';
import type { PlayedRun } from '../verify/verify.ts';
import type { AddCommand } from './command.ts';

interface VerifyFlags extends Flags {
  config?: string;
  reports: string;
  dryRun?: boolean;
  json?: boolean;
}

const exitCodes = `
Exit codes:
  0 all held   99 an objective was breached   20 inconclusive   21 the environment failed
  22 something was left behind   104 bad configuration   105 interrupted, cleaned up

Examples:
  tenantproof verify                                    everything in the quick profile
  tenantproof verify --scenario request-flood --seed 7  one question, the same plan each time
  tenantproof verify -s request-flood --tenants 100 --aggressors 10
                                                        a verdict for each of 90 victims, worst first
  tenantproof verify --dry-run                          what would be done, and how long it would take
  tenantproof verify --json | jq .summary               for programs`;

export const addVerify: AddCommand = (program, run) => {
  program
    .command('verify')
    .summary('play every scenario, with its control and without it, and say which objectives held')
    .description(
      'Brings up a Kubernetes node and a multi-tenant inference stack, lets one tenant run away while another is measured, ' +
        'repeats it with the control removed, and says which objectives held, which broke, and which could not be decided.',
    )
    .option('-s, --scenario <id...>', 'only these scenarios (see: tenantproof scenarios)')
    .option('-p, --profile <name>', `how much to test: ${profiles.join(', ')} (default: quick)`)
    .option('--seed <number>', 'order of the windows; printed in every report (default: random)')
    .option('--cluster <kind>', `where: ${clusterChoices.join(', ')} (default: auto)`)
    .option('-c, --config <file>', 'settings (default: tenantproof.yaml, if there is one)')
    .option('--reports <folder>', 'where runs are kept', 'reports')
    .option('--slo <file...>', 'objectives of your own, in OpenSLO form, beside those of the scenarios')
    .option('--no-sham', 'do not put the cost of the load generator into the windows at rest')
    .option(
      '--tenants <number>',
      'deploy a crowd of 2 to 100 tenants; played by the scenarios whose attack is a load',
    )
    .option(
      '--aggressors <number>',
      'how many of the crowd run away at once (default: 1); each other tenant gets a verdict',
    )
    .option('--no-attack', 'A/A run: play everything but the attack; nothing can be held')
    .option('--dry-run', 'print the plan as JSON and stop')
    .option('--json', 'print report.json instead of the report for people')
    .addHelpText('after', exitCodes)
    .action((flags: VerifyFlags) => run((context) => verifyAction(flags, context)));
};

async function verifyAction(flags: VerifyFlags, context: CommandContext): Promise<number> {
  const prepared = await preparePlan(flags, context.env);
  if (flags.dryRun) {
    context.print(`${JSON.stringify(prepared.plan, null, 2)}\n`);
    return exitCode.held;
  }
  const { min, max } = prepared.plan.expectedSeconds;
  context.progress.note(
    `${prepared.scenarios.length} scenarios, seed ${prepared.plan.seed}: ${min} s of measurement if nothing is noisy, ${max} s at most`,
  );
  // The Kubernetes client takes half a second to load, which --help and bad input need not wait for.
  const { verify } = await import('../verify/verify.ts');
  const played = await verify(prepared, flags.reports, context);
  const report = judgePlayedRun(prepared, played);
  const code = codeOf(played, report);
  await writeFile(join(played.folder, 'report.json'), json(report));
  context.print(flags.json ? json(report) : textFor(report, { prepared, played, code }, context));
  for (const line of remarks(played)) context.progress.note(line);
  return code;
}

function textFor(
  report: Report,
  { prepared, played, code }: { prepared: PreparedRun; played: PlayedRun; code: number },
  { colours, columns }: CommandContext,
): string {
  const file = (name: string, what: string): { path: string; what: string } => ({
    path: relative(process.cwd(), join(played.folder, name)),
    what,
  });
  return terminal(report, {
    scenarios: prepared.scenarios,
    exitCode: code,
    files: [
      file('report.json', 'every verdict'),
      file(
        'observations.ndjson',
        'everything that was seen; the samples lie beside it, run.json has their digests',
      ),
      file('plan.json', 'what was to be done'),
      file('journal.ndjson', 'what was changed on this machine, and how it was undone'),
    ],
    width: columns,
    chalk: colours,
  });
}

/** A leftover outweighs an interruption, and an interruption outweighs what was judged before it. */
function codeOf({ leftovers, cutShort }: PlayedRun, { summary }: Report): number {
  if (leftovers.length > 0) return exitCode.leftBehind;
  if (cutShort instanceof Interrupted) return exitCode.interrupted;
  return exitCodeFor(summary);
}

const remarks = ({ leftovers, cutShort }: PlayedRun): string[] => [
  ...(cutShort === undefined ? [] : [describeCut(cutShort)]),
  ...leftovers.map((leftover) => `Left behind: ${leftover}. Remove it with: tenantproof down`),
];

const describeCut = (cause: unknown): string =>
  exitCodeOf(cause) === undefined ? describeFailure(cause) : (cause as Error).message;
