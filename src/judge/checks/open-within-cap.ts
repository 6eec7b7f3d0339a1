import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf, type Fact } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import type { Stretch } from '../windows.ts';
import { count, number, tallyOf } from '../words.ts';
import { mostAtOnce } from './most-at-once.ts';

/**
 * The aggressor never has more requests open at the same time than it was promised: what is beyond is refused with 429, and
 * what is let in is as much as the cap, or the cap has not been tried.
 */
export function openWithinCap(): GatedCheck {
  return gated(
    {
      id: 'open-within-cap',
      objective: 'The aggressor has no more requests open at once than its concurrency cap',
      unit: 'requests open',
      measure,
    },
    // Requests that were open were open, whatever was lost later.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

type Completion = Fact<'completion'>;

function measure({ aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limit = aggressor.maxConcurrency;
  const calls = factsOf(record, 'completion').filter(({ as }) => as === aggressor.name);
  const refused = calls.filter(({ httpStatus }) => httpStatus >= 400);
  const measured = mostAtOnce(calls.filter(isOpen).map(stretchOf));
  const found = { measured, limit, samples: calls.length, evidence: [] };
  const seen = `${count(measured, 'request')} were open at once, ${number(limit)} may; ${number(refused.length)} of ${number(calls.length)} were refused`;
  if (measured > limit) return { ...found, status: 'breached', reason: seen };
  const otherwise = refused.filter(({ httpStatus }) => httpStatus !== 429);
  if (otherwise.length > 0) {
    const statuses = new Map<number, number>();
    for (const { httpStatus } of otherwise) statuses.set(httpStatus, (statuses.get(httpStatus) ?? 0) + 1);
    const reason = `${seen}, not by the cap: ${tallyOf(statuses)}`;
    return { ...found, status: 'inconclusive', reason };
  }
  if (measured < limit || refused.length === 0)
    return { ...found, status: 'inconclusive', reason: `the cap was not reached: ${seen}` };
  return { ...found, status: 'held', reason: seen };
}

/** Let in: it is answered, or its client waited until it hung up itself. */
const isOpen = ({ httpStatus, hungUp }: Completion): boolean =>
  (httpStatus >= 200 && httpStatus < 300) || (httpStatus === 0 && hungUp);

const stretchOf = ({ atMs, durationMs }: Completion): Stretch => ({ fromMs: atMs - durationMs, toMs: atMs });
