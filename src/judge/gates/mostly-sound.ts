import type { ArmRecord } from '../../model/observation.ts';
import { conditionsIn } from '../window-gates/conditions.ts';
import { soundPairs, type TakenOut } from '../window-gates/sound-pairs.ts';
import { completePairs, wholeWindows } from '../windows.ts';
import { count, percent } from '../words.ts';
import type { Gate } from './gate.ts';

/** Largest share of the pairs that may be taken out without a second look (`statistics.md`). */
const mostTakenOut = 0.2;

const mostNamed = 6;

/**
 * Most pairs of windows passed the gates of windows, so that those left speak for the arm. Where the machine's other
 * tenants took more of them, the finding must be the same with those pairs as without: then neither their noise nor the
 * choice of pairs has made it.
 */
export const mostlySound: Gate = {
  id: 'mostly-sound',
  morePairsHelp: true,
  examine(plan, record, findsTheSame = () => false) {
    const played = completePairs(record).length;
    const unseen = wholeWindows(record).filter((window) => conditionsIn(record, window) === undefined);
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
    if (lost <= mostTakenOut * played) return { ok: true, seen: what };
    const forgiven = withoutSteal(record);
    const lostOtherwise = played - soundPairs(plan, forgiven).pairs.length;
    return lostOtherwise <= mostTakenOut * played && findsTheSame(forgiven)
      ? { ok: true, seen: `${what}; with them the finding is the same` }
      : { ok: false, cause: `${what}; more than ${percent(mostTakenOut)} leave too little to judge` };
  },
};

/** The record as if nobody had taken processor time from the machine; a clock that was set is not forgiven. */
const withoutSteal = (record: ArmRecord): ArmRecord => ({
  ...record,
  observations: record.observations.map((seen) =>
    seen.kind === 'conditions' ? { ...seen, stealShare: 0 } : seen,
  ),
});

const everyPair = (played: number, { victim }: ArmRecord): string =>
  victim ? `All ${count(played, 'pair')} of windows were sound` : 'No victim load was recorded';

function named(takenOut: readonly TakenOut[]): string {
  const words = takenOut
    .slice(0, mostNamed)
    .map(({ window, gate, cause }) => `window ${window} (${gate}: ${cause})`);
  const more = takenOut.length - words.length;
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
