import { loadObjectives } from '../../config/load-objectives.ts';
import type { RunToJudge } from '../../judge/judge-run.ts';
import { exitCodeOfReport } from '../../judge/summary.ts';
import { UsageError } from '../../model/errors.ts';
import type { Scenario } from '../../model/scenario.ts';
import { withObjectives } from '../../plan/with-objectives.ts';
import type { RunToTell } from '../../report/format.ts';
import { plainText } from '../../report/plain-text.ts';
import { chooseScenarios, loadScenarios, withOwn } from '../load-scenarios.ts';
import { readRun } from './read-run.ts';
import { reportOf } from './report-of.ts';

/** A run that was judged anew, from its folder. */
export interface JudgedRecord extends RunToTell {
  scenarios: readonly Scenario[];
  /** What it was judged from. */
  judged: Omit<RunToJudge, 'missing' | 'lacks'>;
}

/**
 * Judges the run in a folder from what it recorded.
 * @param slo files with objectives in OpenSLO form, instead of those that the run was played with
 * @param own scenarios that do not ship, and that the run may have played
 * @throws UsageError `nothing-recorded`, `scenario-not-at-hand`, and those of `readRun`
 */
export async function judgeRecorded(
  folder: string,
  slo?: readonly string[],
  own: readonly Scenario[] = [],
): Promise<JudgedRecord> {
  const all = withOwn(await loadScenarios(), own);
  const { run, plan, recordOf, remarks } = await readRun(folder);
  const { arms, notPlanned = [] } = plan;
  const ids = [...new Set([...arms, ...notPlanned].map(({ scenario }) => scenario))];
  refuseUnknown(folder, ids, all);
  const scenarios = chooseScenarios(all, ids, plan.profile);
  if (!run.cluster && run.endpoint === undefined) {
    throw new UsageError(`The run in ${folder} ended before it had a cluster: there is nothing to judge`, {
      code: 'nothing-recorded',
    });
  }
  const measured = scenarios.filter(({ design }) => design.kind === 'paired-windows').map(({ id }) => id);
  const asked = slo ? withObjectives(plan, scenarios, await loadObjectives(slo, measured)) : plan;
  const endedAt = run.endedAt ?? run.startedAt;
  const judged = { scenarios, plan: asked, recordOf };
  const report = reportOf({ ...run, endedAt }, judged);
  return { report, plan: asked, scenarios, exitCode: exitCodeOfReport(report), remarks, judged };
}

/** Recorded by another version, or with scenarios that only a program has. */
function refuseUnknown(folder: string, ids: readonly string[], all: readonly Scenario[]): void {
  const unknown = ids.filter((id) => !all.some((scenario) => scenario.id === id));
  if (unknown.length === 0) return;
  throw new UsageError(
    `The run in ${folder} played scenarios that are not at hand: ${plainText(unknown.join(', '))}`,
    {
      code: 'scenario-not-at-hand',
      hint: "Scenarios of one's own are handed to judge() of the library; for others take the version that its report.json names.",
    },
  );
}
