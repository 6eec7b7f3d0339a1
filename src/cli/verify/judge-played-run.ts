import { digestRecording } from '../../judge/load/digest-recording.ts';
import { armIdOf, armKey } from '../../model/arm-id.ts';
import type { Report } from '../../model/report.ts';
import { reportOf } from '../recorded-run/report-of.ts';
import type { PreparedRun } from './prepare-plan.ts';
import type { PlayedRun } from './verify.ts';

/** The report of a run that has just ended, from memory: it comes out even if the disk is full. */
export function judgePlayedRun({ scenarios }: PreparedRun, { run, plan, arms }: PlayedRun): Report {
  const records = new Map(
    arms.map(({ plan: arm, recording }) => [armKey(armIdOf(arm)), digestRecording(recording)]),
  );
  return reportOf(run, { scenarios, plan, recordOf: (arm) => records.get(armKey(armIdOf(arm))) });
}
