import type { WeaknessFate } from '../model/matrix.ts';
import type { Status } from '../model/report.ts';
import { noneRemoved } from './not-exercised.ts';
import { plainText } from './plain-text.ts';

/** Of a run on a platform that is not ours, instead of all that follows. */
export const noWeakness = `${noneRemoved}, so that there was no weakness to catch. Each scenario as the platform is`;

/** What became of a weakness in one scenario: with the control removed, `breached` is what must be. */
export const weakenedWords: Record<Status, string> = {
  breached: 'caught',
  held: 'missed',
  inconclusive: 'missed (inconclusive)',
  'not-verified': 'not played',
};

/** `caught by request-flood; missed by token-burst` or `not caught by any scenario (not played: request-flood)` */
export function fateWords({ caughtBy, missedBy, notPlayedBy }: WeaknessFate): string {
  const others = [
    missedBy.length > 0 ? `missed by ${listed(missedBy)}` : '',
    notPlayedBy.length > 0 ? `not played: ${listed(notPlayedBy)}` : '',
  ].filter((part) => part !== '');
  if (caughtBy.length > 0) return [`caught by ${listed(caughtBy)}`, ...others].join('; ');
  return `not caught by any scenario${others.length > 0 ? ` (${others.join('; ')})` : ''}`;
}

const listed = (ids: readonly string[]): string => plainText(ids.join(', '));

/** `5 of 6 weaknesses were caught by a scenario of this run.` */
export const caughtLine = (fates: readonly WeaknessFate[]): string =>
  `${fates.filter(({ caughtBy }) => caughtBy.length > 0).length} of ${fates.length} weaknesses were caught by a scenario of this run.`;
