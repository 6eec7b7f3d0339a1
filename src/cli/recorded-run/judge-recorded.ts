import { loadObjectives } from '../../config/load-objectives.ts';
import type { RunToJudge } from '../../judge/judge-run.ts';
import { exitCodeFor } from '../../judge/summary.ts';
import { UsageError } from '../../model/errors.ts';
import type { Scenario } from '../../model/scenario.ts';
import { withObjectives } from '../../plan/with-objectives.ts';
import type { RunToTell } from '../../report/format.ts';
import { chooseScenarios, loadScenarios } from '../load-scenarios.ts';
import { readRun } from './read-run.ts';
import { reportOf } from './report-of.ts';

/** A run that was judged anew, from its folder. */
export interface JudgedRecord extends RunToTell {
  scenarios: readonly Scenario[];
  /** What it was judged from. */
  judged: Omit<RunToJudge, 'missing'>;
}

/**
 * Judges the run in a folder from what it recorded.
 * @param slo files with objectives in OpenSLO form, instead of those that the run was played with
 * @throws UsageError `nothing-recorded`, and those of `readRun`
 */
export async function judgeRecorded(folder: string, slo?: readonly string[]): Promise<JudgedRecord> {
  const all = await loadScenarios();
  const { run, plan, recordOf, remarks } = await readRun(folder);
  const ids = [...new Set(plan.arms.map(({ scenario }) => scenario))];
  const scenarios = chooseScenarios(all, ids, plan.profile);
  const { cluster } = run;
  if (!cluster) {
    throw new UsageError(`The run in ${folder} ended before it had a cluster: there is nothing to judge`, {
      code: 'nothing-recorded',
    });
  }
  const measured = scenarios.filter(({ design }) => design.kind === 'paired-windows').map(({ id }) => id);
  const asked = slo ? withObjectives(plan, scenarios, await loadObjectives(slo, measured)) : plan;
  const endedAt = run.endedAt ?? run.startedAt;
  const judged = { scenarios, plan: asked, recordOf };
  const report = reportOf({ ...run, cluster, endedAt }, judged);
  return { report, plan: asked, scenarios, exitCode: exitCodeFor(report.summary), remarks, judged };
}
