import { factsOf } from '../facts.ts';
import { secondsOf } from '../windows.ts';
import { count, number } from '../words.ts';
import type { Gate } from './gate.ts';

/** Least share of the planned sham requests that must have been sent. */
const leastSent = 0.99;

/** The load generator's own cost was in the windows at rest too, if the plan says so, so that the attack is the difference. */
export const shamDelivered: Gate = {
  id: 'sham-delivered',
  examine({ design, attack }, record) {
    if (design.kind !== 'paired-windows' || !design.sham || attack.kind !== 'request-flood') {
      return {
        ok: true,
        seen: 'No sham attack: what the attack costs its own sender is part of the difference',
      };
    }
    const seconds = factsOf(record, 'window')
      .filter(({ phase }) => phase === 'baseline')
      .reduce((sum, window) => sum + secondsOf(window), 0);
    const planned = Math.floor(attack.rateRps * seconds);
    const sent = factsOf(record, 'load-ended').reduce((sum, { shamRequests }) => sum + shamRequests, 0);
    const share = `${number(sent)} of ${count(planned, 'request')} went to a null sink in the windows at rest`;
    return sent >= leastSent * planned
      ? { ok: true, seen: `Sham attack: ${share}, so that the sender's own cost is in both` }
      : { ok: false, cause: `the sham attack was not delivered in full: ${share}` };
  },
};
