import type { ArmRecord } from '../../model/observation.ts';
import { factsOf } from '../facts.ts';
import { conditionsIn } from '../window-gates/conditions.ts';
import { soundPairs, type TakenOut } from '../window-gates/sound-pairs.ts';
import { completePairs } from '../windows.ts';
import { count, percent } from '../words.ts';
import type { Gate } from './gate.ts';

/** Largest share of the pairs that may be taken out (`statistics.md`). */
const mostTakenOut = 0.2;

const mostNamed = 6;

/** Most pairs of windows passed the gates of windows, so that those left speak for the arm. */
export const mostlySound: Gate = {
  id: 'mostly-sound',
  examine(plan, record) {
    const played = completePairs(record).length;
    const unseen = factsOf(record, 'window').filter((window) => conditionsIn(record, window) === undefined);
    if (unseen.length > 0) {
      return {
        ok: false,
        cause: `what the machine did was not recorded in ${count(unseen.length, 'window')}`,
      };
    }
    const { pairs, takenOut } = soundPairs(plan, record);
    const lost = played - pairs.length;
    if (lost === 0) return { ok: true, seen: everyPair(played, record) };
    const what = `${lost} of ${count(played, 'pair')} of windows taken out: ${named(takenOut)}`;
    return lost <= mostTakenOut * played
      ? { ok: true, seen: what }
      : { ok: false, cause: `${what}; more than ${percent(mostTakenOut)} leave too little to judge` };
  },
};

const everyPair = (played: number, { victim }: ArmRecord): string =>
  victim ? `All ${count(played, 'pair')} of windows were sound` : 'No victim load was recorded';

function named(takenOut: readonly TakenOut[]): string {
  const words = takenOut
    .slice(0, mostNamed)
    .map(({ window, gate, cause }) => `window ${window} (${gate}: ${cause})`);
  const more = takenOut.length - words.length;
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
