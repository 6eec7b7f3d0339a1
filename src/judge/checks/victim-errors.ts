import type { Finding } from '../../model/check.ts';
import type { ArmRecord, LoadSamples } from '../../model/observation.ts';
import type { ArmPlan, Phase } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimLoadOnTime } from '../gates/load-on-time.ts';
import { loadSurvived } from '../gates/load-survived.ts';
import { noFaults } from '../gates/no-faults.ts';
import { factsOf } from '../facts.ts';
import { isServed, measuredPart, requestsIn } from '../windows.ts';
import { count, number, percent, statusWord, tally } from '../words.ts';

/** The share of failed victim requests in the measured attack windows is at most `limits.victimErrorRatio`; 0 is exact. */
export function victimErrors(): GatedCheck {
  return gated(
    {
      id: 'victim-errors',
      objective: "The victim's requests succeed while the attack runs",
      unit: 'share of requests',
      measure,
    },
    // Requests that failed under attack failed, whatever was lost later.
    {
      held: [attackDelivered, victimLoadOnTime, loadSurvived, noFaults, armFinished],
      breached: [attackMade],
    },
  );
}

function measure({ limits }: ArmPlan, record: ArmRecord): Finding {
  const limit = limits.victimErrorRatio;
  const statuses = record.victim ? statusesIn(record, record.victim, 'attack') : [];
  if (!record.victim || statuses.length === 0) {
    const reason = 'no request of the victim was seen in a measured attack window';
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const failed = statuses.filter((status) => !isServed(status));
  const measured = failed.length / statuses.length;
  const atRest = statusesIn(record, record.victim, 'baseline');
  const failedAtRest = atRest.filter((status) => !isServed(status));
  const held = measured <= limit;
  const counted = `${number(failed.length)} of ${count(statuses.length, 'request')} failed under attack`;
  const statusesSeen = failed.length > 0 ? `: ${tally(failed.map(statusWord))}` : '';
  return {
    status: held ? 'held' : 'breached',
    measured,
    limit,
    samples: statuses.length,
    reason: `${counted}${statusesSeen}${held ? '' : `; ${percent(limit)} may`}`,
    evidence: [`At rest ${number(failedAtRest.length)} of ${count(atRest.length, 'request')} failed`],
  };
}

function statusesIn(record: ArmRecord, victim: LoadSamples, phase: Phase): number[] {
  return factsOf(record, 'window')
    .filter((window) => window.phase === phase)
    .flatMap((window) => requestsIn(victim, measuredPart(window)))
    .map((index) => victim.status[index] ?? 0);
}
