import { join, relative } from 'node:path';
import type { Flags } from '../../config/settings.ts';
import { exitCode } from '../../model/exit-code.ts';
import { isOutside } from '../../model/outside.ts';
import { profiles } from '../../model/profile.ts';
import type { Report } from '../../model/report.ts';
import type { Scenario } from '../../model/scenario.ts';
import { loadPlaces } from '../../model/settings.ts';
import { json } from '../../report/json.ts';
import { terminal } from '../../report/terminal.ts';
import type { CommandContext } from '../context.ts';
import { tellGithub } from '../formats/tell-github.ts';
import type { JudgedRun } from '../verify/play-and-judge.ts';
import { preparePlan } from '../verify/prepare-plan.ts';
import { clusterOptions } from './cluster-options.ts';
import type { AddCommand } from './command.ts';

interface VerifyFlags extends Flags {
  config?: string;
  reports: string;
  dryRun?: boolean;
  json?: boolean;
  newBudget?: boolean;
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
  tenantproof verify --config mine.yaml                 a stack of your own, which the file describes as target:
  tenantproof verify --dry-run                          what would be done, and how long it would take
  tenantproof verify --json | jq .summary               for programs`;

export const addVerify: AddCommand = (program, run) => {
  clusterOptions(program.command('verify'))
    .summary('play every scenario, with its control and without it, and say which objectives held')
    .description(
      'Brings up a Kubernetes node and a multi-tenant inference stack, lets one tenant run away while another is measured, ' +
        'repeats it with the control removed, and says which objectives held, which broke, and which could not be decided.',
    )
    .option('-s, --scenario <id...>', 'only these scenarios (see: tenantproof scenarios)')
    .option('-p, --profile <name>', `how much to test: ${profiles.join(', ')} (default: quick)`)
    .option('--seed <number>', 'order of the windows; printed in every report (default: random)')
    .option(
      '--load <place>',
      `where k6 runs: ${loadPlaces.join(', ')} (default: host; on an existing cluster: cluster)`,
    )
    .option('--load-pods <number>', 'pods that share one load, if it comes from the cluster (default: 4)')
    .option('-c, --config <file>', 'settings (default: tenantproof.yaml, if there is one)')
    .option('--reports <folder>', 'where runs are kept', 'reports')
    .option('--slo <file...>', 'objectives of your own, in OpenSLO form, beside those of the scenarios')
    .option('--pushgateway <url>', 'push the results as metrics to this Prometheus Pushgateway after the run')
    .option('--no-sham', 'do not put the cost of the load generator, or of a pod, into the windows at rest')
    .option(
      '--tenants <number>',
      'deploy a crowd of 2 to 100 tenants; played by the scenarios whose attack is a load',
    )
    .option(
      '--aggressors <number>',
      'how many of the crowd run away at once (default: 1); each other tenant gets a verdict',
    )
    .option('--new-budget', 'of a target: what a run before this one spent, and did not end, does not count')
    .option('--no-attack', 'A/A run: play everything but the attack; nothing can be held')
    .option('--dry-run', 'print the plan as JSON and stop')
    .option('--json', 'print report.json instead of the report for people')
    .addHelpText('after', exitCodes)
    .action((flags: VerifyFlags) => run((context) => verifyAction(flags, context)));
};

async function verifyAction(flags: VerifyFlags, context: CommandContext): Promise<number> {
  const prepared = await preparePlan(flags, context);
  if (flags.dryRun) {
    context.print(`${JSON.stringify(prepared.plan, null, 2)}\n`);
    return exitCode.held;
  }
  const { playAndJudge, remarksOn } = await import('../verify/play-and-judge.ts');
  const judged = await playAndJudge(prepared, flags.reports, context);
  await tellGithub(judged.told, context);
  context.print(flags.json ? json(judged.report) : textFor(judged, prepared.scenarios, context));
  for (const line of remarksOn(judged.played)) context.progress.note(line);
  return judged.code;
}

const matrixWords = (run: Report['run']): string =>
  isOutside(run)
    ? 'every scenario; no control was removed'
    : 'which missing control was caught by which scenario';

function textFor(
  { played, report, files, code }: JudgedRun,
  scenarios: readonly Scenario[],
  { colours, columns }: CommandContext,
): string {
  const file = (name: string, what: string): { path: string; what: string } => ({
    path: relative(process.cwd(), join(played.folder, name)),
    what,
  });
  return terminal(report, {
    scenarios,
    exitCode: code,
    files: [
      file('report.json', 'every verdict'),
      ...files.map((format) => file(format.file, format.what)),
      file('matrix.md', matrixWords(report.run)),
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
