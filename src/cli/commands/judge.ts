import { basename, relative, resolve } from 'node:path';
import { loadObjectives } from '../../config/load-objectives.ts';
import { exitCodeFor } from '../../judge/summary.ts';
import { UsageError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import type { Scenario } from '../../model/scenario.ts';
import { withObjectives } from '../../plan/with-objectives.ts';
import { json } from '../../report/json.ts';
import { terminal } from '../../report/terminal.ts';
import type { CommandContext } from '../context.ts';
import { chooseScenarios, loadScenarios } from '../load-scenarios.ts';
import { readRun, type RecordedRun } from '../recorded-run/read-run.ts';
import { reportOf } from '../recorded-run/report-of.ts';
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
  const all = await loadScenarios();
  const recorded = await readRun(folder);
  const ids = [...new Set(recorded.plan.arms.map(({ scenario }) => scenario))];
  const scenarios = chooseScenarios(all, ids, recorded.plan.profile);
  const report = await judged(recorded, scenarios, { folder, flags });
  const code = exitCodeFor(report.summary);
  for (const remark of recorded.remarks) context.progress.note(remark);
  context.print(flags.json ? json(report) : textFor(report, { folder, scenarios, code }, context));
  return code;
}

async function judged(
  { run, plan, recordOf }: RecordedRun,
  scenarios: readonly Scenario[],
  { folder, flags }: { folder: string; flags: JudgeFlags },
): Promise<Report> {
  const { cluster } = run;
  if (!cluster) {
    throw new UsageError(`The run in ${folder} ended before it had a cluster: there is nothing to judge`, {
      code: 'nothing-recorded',
    });
  }
  const measured = scenarios.filter(({ design }) => design.kind === 'paired-windows').map(({ id }) => id);
  const asked = flags.slo ? withObjectives(plan, scenarios, await loadObjectives(flags.slo, measured)) : plan;
  const endedAt = run.endedAt ?? run.startedAt;
  return reportOf({ ...run, cluster, endedAt }, { scenarios, plan: asked, recordOf });
}

const textFor = (
  report: Report,
  { folder, scenarios, code }: { folder: string; scenarios: readonly Scenario[]; code: number },
  { colours, columns }: CommandContext,
): string =>
  terminal(report, {
    scenarios,
    exitCode: code,
    files: [{ path: relative(process.cwd(), resolve(folder)) || basename(folder), what: 'what was judged' }],
    width: columns,
    chalk: colours,
  });
