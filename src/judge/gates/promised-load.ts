import type { LoadDigest } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { AttackPlan } from '../../model/plan.ts';
import { answersWith, attackWindows, isServed, loadIn, secondsOf } from '../windows.ts';
import { count, number } from '../words.ts';
import type { GateResult } from './gate.ts';

type Load = Extract<AttackPlan, { kind: 'request-flood' }>;

/** Least share of the planned requests that must have been offered, and of those the share that must have been served. */
const leastShare = 0.99;

/** The aggressor, which keeps within its limits, was seen to send. */
export function promisedLoadMade(load: Load, record: ArmRecord): GateResult {
  const { offered } = offeredOf(record, load);
  const seen = `${count(offered, 'request')} within its limits in the attack windows`;
  return offered > 0
    ? { ok: true, seen: `The aggressor sent ${seen}` }
    : { ok: false, cause: `the aggressor sent ${seen}` };
}

/** All of it was offered, and served: a load that was refused is not the one that could be in the victim's way. */
export function promisedLoadDelivered(load: Load, record: ArmRecord): GateResult {
  const { offered, planned, answered, served } = offeredOf(record, load);
  const seen = `${number(offered)} of ${count(planned, 'planned request')} were offered, ${number(served)} of ${number(answered)} served`;
  return planned > 0 && offered >= leastShare * planned && served >= leastShare * answered
    ? { ok: true, seen: `The attack was delivered: ${seen}` }
    : { ok: false, cause: `the attack was not delivered in full: ${seen}` };
}

interface Offered {
  planned: number;
  offered: number;
  answered: number;
  served: number;
}

/**
 * Whole windows count, for what is sent at the same moment may all be sent as a window begins. What is sent one by one
 * begins with the window itself, so that k6, which may begin some milliseconds early, may have sent the first before it.
 */
function offeredOf(record: ArmRecord, { rateRps, atOnce }: Load): Offered {
  const windows = attackWindows(record);
  const planned = Math.round(rateRps * windows.reduce((sum, window) => sum + secondsOf(window), 0));
  const { aggressor: load } = record;
  if (!load) return { planned, offered: 0, answered: 0, served: 0 };
  const within = windows.reduce((sum, window) => sum + (loadIn(load, window)?.offered ?? 0), 0);
  const early = atOnce === undefined ? windows.length : 0;
  const offered = Math.min(within + early, load.samples) - load.neverStarted;
  return { planned, offered: Math.max(0, offered), ...answersOf(load) };
}

const answersOf = ({ byStatus }: LoadDigest): Pick<Offered, 'answered' | 'served'> => ({
  answered: answersWith(byStatus, () => true),
  served: answersWith(byStatus, isServed),
});
