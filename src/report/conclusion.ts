import type { Report, Status, Summary } from '../model/report.ts';
import { plural } from './figures.ts';

/** What the run as a whole says. Nothing held is nothing shown. */
export function overallStatus({ held, breached, inconclusive, controlsMissed }: Summary): Status {
  if (breached > 0) return 'breached';
  if (inconclusive > 0 || controlsMissed > 0) return 'inconclusive';
  return held > 0 ? 'held' : 'not-verified';
}

const sentences: Record<Status, string> = {
  held: 'Every objective that was tested held.',
  breached: 'A tenant that ran away did harm that its neighbour was promised to be spared.',
  inconclusive: 'The run could not decide; do not read it as a pass.',
  'not-verified': 'Nothing was verified.',
};

export const sentence = (status: Status): string => sentences[status];

/** `7 objectives held · 1 breached · 3 negative controls caught` */
export function tallyLine({
  held,
  breached,
  inconclusive,
  notVerified,
  controlsCaught,
  controlsMissed,
}: Summary): string {
  const optional: [number, string][] = [
    [breached, 'breached'],
    [inconclusive, 'inconclusive'],
    [notVerified, 'not verified'],
  ];
  return [
    `${plural(held, 'objective')} held`,
    ...optional.filter(([amount]) => amount > 0).map(([amount, word]) => `${amount} ${word}`),
    `${plural(controlsCaught, 'negative control')} caught`,
    ...(controlsMissed > 0 ? [`${controlsMissed} missed`] : []),
  ].join(' · ');
}

/** Scenarios of which nothing was tried, and why. */
export function untried({ verdicts }: Report): Map<string, string> {
  return new Map(
    verdicts
      .filter(({ status }) => status === 'not-verified')
      .map(({ scenario, reason }) => [scenario, reason]),
  );
}
