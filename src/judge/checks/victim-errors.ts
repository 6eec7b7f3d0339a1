import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan, Phase } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimLoadOnTime } from '../gates/load-on-time.ts';
import { loadSurvived } from '../gates/load-survived.ts';
import { noFaults } from '../gates/no-faults.ts';
import { platformStood } from '../gates/platform-stood.ts';
import { factsOf } from '../facts.ts';
import { isServed, loadIn } from '../windows.ts';
import { count, number, percent, tallyOf } from '../words.ts';

/** The share of failed victim requests in the measured attack windows is at most `limits.victimErrorRatio`; 0 is exact. */
export function victimErrors(): GatedCheck {
  return gated(
    {
      id: 'victim-errors',
      objective: "The victim's requests succeed while the attack runs",
      unit: 'share of requests',
      measure,
    },
    // Requests that failed under attack failed, whatever was lost later but the platform itself.
    {
      held: [attackDelivered, victimLoadOnTime, loadSurvived, noFaults, armFinished],
      breached: [attackMade, platformStood],
    },
  );
}

function measure({ limits }: ArmPlan, record: ArmRecord): Finding {
  const limit = limits.victimErrorRatio;
  const underAttack = answersIn(record, 'attack');
  if (!record.victim || underAttack.total === 0) {
    const reason = 'no request of the victim was seen in a measured attack window';
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const { total, failed, failures } = underAttack;
  const measured = failed / total;
  const atRest = answersIn(record, 'baseline');
  const held = measured <= limit;
  const counted = `${number(failed)} of ${count(total, 'request')} failed under attack`;
  const statusesSeen = failed > 0 ? `: ${tallyOf(failures)}` : '';
  return {
    status: held ? 'held' : 'breached',
    measured,
    limit,
    samples: total,
    reason: `${counted}${statusesSeen}${held ? '' : `; ${percent(limit)} may`}`,
    evidence: [`At rest ${number(atRest.failed)} of ${count(atRest.total, 'request')} failed`],
  };
}

interface Answers {
  total: number;
  failed: number;
  /** By status, of those that failed. */
  failures: ReadonlyMap<number, number>;
}

/** Answers to the victim in the measured parts of the windows of a phase. */
function answersIn(record: ArmRecord, phase: Phase): Answers {
  const failures = new Map<number, number>();
  let [total, failed] = [0, 0];
  for (const window of factsOf(record, 'window').filter((played) => played.phase === phase)) {
    for (const [status, times] of loadIn(record.victim, window)?.byStatus ?? []) {
      total += times;
      if (isServed(status)) continue;
      failed += times;
      failures.set(status, (failures.get(status) ?? 0) + times);
    }
  }
  return { total, failed, failures };
}
