import type { ArmRecord } from '../../model/observation.ts';
import { factsOf } from '../facts.ts';
import { secondsOf, type Window } from '../windows.ts';
import { count, number, tally } from '../words.ts';
import type { Gate, GateResult } from './gate.ts';

/** Least share of the planned sham requests that must have been sent. */
const leastSent = 0.99;

/** What the attack costs whoever makes it was in the windows at rest too, if the plan says so, so that the attack is the difference. */
export const shamDelivered: Gate = {
  id: 'sham-delivered',
  examine({ design, attack }, record) {
    if (design.kind === 'paired-windows' && design.sham) {
      if (attack.kind === 'request-flood') return shamFloodDelivered(attack.rateRps, record);
      if (attack.kind === 'memory-hog') return shamPodsDelivered(record);
    }
    return {
      ok: true,
      seen: 'No sham attack: what the attack costs its own sender is part of the difference',
    };
  },
};

const windowsAtRest = (record: ArmRecord): Window[] =>
  factsOf(record, 'window').filter(({ phase }) => phase === 'baseline');

function shamFloodDelivered(rateRps: number, record: ArmRecord): GateResult {
  const seconds = windowsAtRest(record).reduce((sum, window) => sum + secondsOf(window), 0);
  const planned = Math.floor(rateRps * seconds);
  const sent = factsOf(record, 'load-ended').reduce((sum, { shamRequests }) => sum + shamRequests, 0);
  const share = `${number(sent)} of ${count(planned, 'request')} went to a null sink in the windows at rest`;
  return sent >= leastSent * planned
    ? { ok: true, seen: `Sham attack: ${share}, so that the sender's own cost is in both` }
    : { ok: false, cause: `the sham attack was not delivered in full: ${share}` };
}

function shamPodsDelivered(record: ArmRecord): GateResult {
  const ended = factsOf(record, 'sham-container-ended');
  const calm = new Set(ended.filter(({ exitCode }) => exitCode === 0).map(({ window }) => window));
  const windows = windowsAtRest(record);
  const missing = windows.filter(({ index }) => !calm.has(index));
  const pods = `a pod within its limit ran in ${windows.length - missing.length} of ${count(windows.length, 'window')} at rest`;
  if (missing.length === 0) {
    return { ok: true, seen: `Sham attack: ${pods}, so that what any pod costs the node is in both` };
  }
  const how = tally(ended.map(({ reason, exitCode }) => `${reason} with exit ${exitCode}`));
  return {
    ok: false,
    cause: `the sham attack was not delivered in full: ${pods}; ended by ${how || 'nothing'}`,
  };
}
