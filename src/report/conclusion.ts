import type { Report, Status, Summary } from '../model/report.ts';

/** What the run as a whole says. Nothing held is nothing shown. */
export function overallStatus({
  held,
  breached,
  inconclusive,
  controlsMissed,
  controlsNotPlayed = 0,
}: Summary): Status {
  if (breached > 0) return 'breached';
  if (inconclusive + controlsMissed + controlsNotPlayed > 0) return 'inconclusive';
  return held > 0 ? 'held' : 'not-verified';
}

const sentences: Record<Status, string> = {
  held: 'Every objective that was tested held.',
  breached: 'A promise did not hold while a tenant ran away.',
  inconclusive: 'The run could not decide; do not read it as a pass.',
  'not-verified': 'Nothing was verified.',
};

export const sentence = (status: Status): string => sentences[status];

/** `Objectives: 7 held, 1 breached` */
export const objectivesLine = ({ held, breached, inconclusive, notVerified }: Summary): string =>
  `Objectives: ${listed([
    [held, 'held'],
    [breached, 'breached'],
    [inconclusive, 'inconclusive'],
    [notVerified, 'not verified'],
  ])}`;

/** `Negative controls: 3 caught, 1 missed, 2 not played` */
export const controlsLine = ({ controlsCaught, controlsMissed, controlsNotPlayed = 0 }: Summary): string =>
  `Negative controls: ${listed([
    [controlsCaught, 'caught'],
    [controlsMissed, 'missed'],
    [controlsNotPlayed, 'not played'],
  ])}`;

const listed = (amounts: readonly [number, string][]): string =>
  amounts
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${amount} ${word}`)
    .join(', ') || 'none';

/** Scenarios of which nothing was tried, and why. */
export function untried({ verdicts }: Report): Map<string, string> {
  return new Map(
    verdicts
      .filter(({ status }) => status === 'not-verified')
      .map(({ scenario, reason }) => [scenario, reason]),
  );
}
