import { isOutside } from '../model/outside.ts';
import type { Report, Status, Summary } from '../model/report.ts';
import { addition, notExercised, notOurs } from './not-exercised.ts';
import { statusMarks } from './status-mark.ts';

/** What the run as a whole says. Nothing held is nothing shown, and a run that ended early is no pass. */
export function overallStatus({
  run,
  summary,
}: {
  run: Pick<Report['run'], 'endedEarly'>;
  summary: Summary;
}): Status {
  const { held, breached, inconclusive, controlsMissed, controlsNotPlayed = 0 } = summary;
  if (breached > 0) return 'breached';
  if (inconclusive + controlsMissed + controlsNotPlayed > 0 || run.endedEarly !== undefined)
    return 'inconclusive';
  return held > 0 ? 'held' : 'not-verified';
}

/** `HELD`, or `HELD, control not exercised`. */
export function titleWords(status: Status, run: Report['run']): string {
  const beside = addition(status, run);
  const { word } = statusMarks[status];
  return beside === undefined ? word : `${word}, ${beside}`;
}

/** The same for a heading: `Held, control not exercised`. */
export function headingWords(status: Status, run: Report['run']): string {
  const words = titleWords(status, run);
  return `${words.slice(0, 1)}${words.slice(1).toLowerCase()}`;
}

const sentences: Record<Status, string> = {
  held: 'Every objective that was tested held.',
  breached: 'A promise did not hold while a tenant ran away.',
  inconclusive: 'The run could not decide; do not read it as a pass.',
  'not-verified': 'Nothing was verified.',
};

export const sentence = (status: Status, run: Report['run']): string =>
  addition(status, run) === undefined
    ? sentences[status]
    : `Every objective that was tested held, ${notExercised}: ${notOurs}.`;

/** `Objectives: 7 held, 1 breached` */
export const objectivesLine = ({ held, breached, inconclusive, notVerified }: Summary): string =>
  `Objectives: ${listed([
    [held, 'held'],
    [breached, 'breached'],
    [inconclusive, 'inconclusive'],
    [notVerified, 'not verified'],
  ])}`;

/** `Negative controls: 3 caught, 1 missed, 2 not played`, or that none was removed. */
export function controlsLine({ run, summary }: Pick<Report, 'run' | 'summary'>): string {
  if (isOutside(run)) return `Negative controls: not exercised: ${notOurs}`;
  const { controlsCaught, controlsMissed, controlsNotPlayed = 0 } = summary;
  return `Negative controls: ${listed([
    [controlsCaught, 'caught'],
    [controlsMissed, 'missed'],
    [controlsNotPlayed, 'not played'],
  ])}`;
}

const listed = (amounts: readonly [number, string][]): string =>
  amounts
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${amount} ${word}`)
    .join(', ') || 'none';

/** Scenarios of which nothing was tried, and why. */
export function untried({ verdicts }: Pick<Report, 'verdicts'>): Map<string, string> {
  const byScenario = [...Map.groupBy(verdicts, ({ scenario }) => scenario)];
  return new Map(
    byScenario
      .filter(([, found]) => found.every(({ status }) => status === 'not-verified'))
      .map(([scenario, found]) => [scenario, found.at(-1)?.reason ?? '']),
  );
}
