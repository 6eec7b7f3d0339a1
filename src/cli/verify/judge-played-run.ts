import type { PlayedRun } from './verify.ts';
import type { PreparedRun } from './prepare-plan.ts';
import { judgeRun } from '../../judge/judge-run.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';

/** The report of a run: everything that was recorded, judged. */
export function judgePlayedRun({ scenarios }: PreparedRun, played: PlayedRun, toolVersion: string): Report {
  const keyOf = ({ scenario, arm }: ArmPlan): string => `${scenario}/${arm}`;
  const records = new Map(played.arms.map(({ plan, record }) => [keyOf(plan), record]));
  const judged = judgeRun({
    scenarios,
    plan: played.plan,
    recordOf: (arm) => records.get(keyOf(arm)),
    missing: played.missing,
  });
  return {
    schemaVersion: 1,
    run: {
      id: played.runId,
      startedAt: played.startedAt.toISOString(),
      endedAt: new Date().toISOString(),
      profile: played.plan.profile,
      seed: played.plan.seed,
      cluster: played.cluster,
      tool: { version: toolVersion },
    },
    ...judged,
  };
}
