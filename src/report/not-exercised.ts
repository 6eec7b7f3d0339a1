import { feltWords, isOutside } from '../model/outside.ts';
import type { Report, Status, Verdict } from '../model/report.ts';

/** What is said beside `held` on a platform that is not ours. */
export const notExercised = 'control not exercised';

export const notOurs = 'the platform is not ours';

/** Of every scenario that was played there. */
export const noneRemoved = `No control was removed: ${notOurs}`;

/** `held`, or `held, control not exercised`: nobody shall take the one for the other. */
export const statusWords = ({ status, control }: Pick<Verdict, 'status' | 'control'>): string =>
  control === undefined ? status : `${status}, ${notExercised}`;

/** What is said beside the status of the whole run or of a scenario of it; undefined if it needs nothing more. */
export const addition = (status: Status, run: Report['run']): string | undefined =>
  status === 'held' && isOutside(run) ? notExercised : undefined;

/** A scenario of which no control was removed. */
export interface UnexercisedControl {
  scenario: string;
  /** The evidence that stands for the negative control; none where nothing held. */
  standIns: readonly string[];
}

/** Of every scenario that was played on a platform that is not ours; none on ours. */
export function unexercisedControls({
  run,
  verdicts,
}: Pick<Report, 'run' | 'verdicts'>): UnexercisedControl[] {
  if (!isOutside(run)) return [];
  const tried = verdicts.filter(({ status }) => status !== 'not-verified');
  return [...Map.groupBy(tried, ({ scenario }) => scenario)].map(([scenario, found]) => ({
    scenario,
    standIns: [...new Set(found.filter(({ status }) => status === 'held').flatMap(standInsOf))],
  }));
}

/** Evidence of a verdict that the attack was felt. */
export const standInsOf = ({ control, evidence }: Verdict): string[] =>
  control === undefined ? [] : evidence.filter((line) => line.startsWith(feltWords));

/** What stands for the negative control, in one sentence. */
export const standInWords = ({ standIns }: UnexercisedControl): string =>
  standIns.length > 0
    ? `In its stead: ${standIns.join('; ')}`
    : 'Nothing stands in for it: nothing here held';
