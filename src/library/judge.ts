import { judgeRecorded } from '../cli/recorded-run/judge-recorded.ts';
import type { Scenario } from '../model/scenario.ts';
import { checkScenario } from './define-scenario.ts';
import { expectedFailure } from './expected-failure.ts';
import { runOf, type Run } from './run.ts';

export interface JudgeOptions {
  /** Files with objectives in OpenSLO form, instead of those that the run was played with. */
  objectives?: readonly string[];
  /** Scenarios of your own that the run played. */
  scenarios?: readonly Scenario[];
}

/**
 * Judges a run again from what it recorded; needs no cluster, and changes nothing in its folder.
 * @param folder of a run, e.g. `reports/latest`
 * @throws UsageError as `tenantproof judge` would exit with 104, e.g. if the run was changed
 */
export async function judge(folder: string, { objectives, scenarios = [] }: JudgeOptions = {}): Promise<Run> {
  try {
    for (const scenario of scenarios) checkScenario(scenario);
    const { report, exitCode, remarks } = await judgeRecorded(folder, objectives, scenarios);
    return runOf({ report, exitCode, folder, remarks });
  } catch (error) {
    throw expectedFailure(error);
  }
}
