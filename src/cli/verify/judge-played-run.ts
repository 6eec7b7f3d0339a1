import { digestRecording } from '../../judge/load/digest-recording.ts';
import type { RunToJudge } from '../../judge/judge-run.ts';
import { armIdOf, armKey } from '../../model/arm-id.ts';
import type { Report } from '../../model/report.ts';
import { reportOf } from '../recorded-run/report-of.ts';
import type { PreparedRun } from './prepare-plan.ts';
import type { PlayedRun } from './verify.ts';

/** A run's report, and what it was made of. */
export interface JudgedPlay {
  report: Report;
  judged: Omit<RunToJudge, 'missing' | 'lacks'>;
}

/** The report of a run that has just ended, from memory: it comes out even if the disk is full. */
export function judgePlayedRun({ scenarios }: PreparedRun, { run, plan, arms }: PlayedRun): JudgedPlay {
  const records = new Map(
    arms.map(({ plan: arm, recording }) => [armKey(armIdOf(arm)), digestRecording(recording)]),
  );
  const judged: JudgedPlay['judged'] = {
    scenarios,
    plan,
    recordOf: (arm) => records.get(armKey(armIdOf(arm))),
  };
  return { report: reportOf(run, judged), judged };
}
