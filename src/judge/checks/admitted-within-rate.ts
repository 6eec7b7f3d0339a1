import type { Finding } from '../../model/check.ts';
import type { LoadDigest } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { eachAggressor } from '../crowd/each-aggressor.ts';
import { factsOf } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { loadSurvived } from '../gates/load-survived.ts';
import { noFaults } from '../gates/no-faults.ts';
import { answersWith, isServed, loadIn, secondsOf } from '../windows.ts';
import { count, number } from '../words.ts';
import { compareWithGateway, type SeenByK6 } from './gateway-comparison.ts';
import { busiestMinute } from './busiest-minute.ts';
import { allowedIn, densestAdmitted, wholeStretch, type AdmittedStretch } from './admitted-stretch.ts';

/**
 * The gateway admits no more of the aggressor's requests than its burst and its rate allow, over the whole arm and over
 * every shorter stretch. What k6 saw must agree with what the gateway counted.
 */
export function admittedWithinRate(): GatedCheck {
  return gated(
    eachAggressor({
      id: 'admitted-within-rate',
      objective: 'The gateway admits no more of the aggressor than burst + rate · time',
      unit: 'requests',
      measure,
    }),
    // Answers that k6 holds in its hands were admitted, whatever else went wrong: nothing but an A/A run masks a breach.
    { held: [attackDelivered, loadSurvived, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const { aggressor: load } = record;
  const promise = plan.aggressor;
  if (!load || load.samples === 0) {
    const reason = 'no request of the aggressor was seen';
    return { status: 'inconclusive', measured: null, limit: null, reason, evidence: [] };
  }
  const whole = wholeStretch(load, promise);
  const densest = densestAdmitted(load.admitted, promise);
  const gateway = compareWithGateway(plan, record, answersOf(plan, record, load));
  const minute = { admitted: busiestMinute(load.admitted), bound: allowedIn(60, promise), seconds: 60 };
  const evidence = [
    `Over the whole arm ${describe(whole)}`,
    `In the busiest minute ${describe(minute)}`,
    gateway.figures,
  ];
  if (densest && densest.admitted > densest.bound) {
    return { ...breach(densest), samples: load.samples, evidence };
  }
  const found = {
    measured: whole.admitted,
    limit: whole.bound,
    samples: load.samples,
    evidence,
  };
  if (!gateway.agrees) return { ...found, status: 'inconclusive', reason: gateway.figures };
  const unanswered = plan.outside ? (load.byStatus.get(0) ?? 0) : 0;
  if (unanswered > 0 && whole.admitted + unanswered > whole.bound) {
    const reason = `${count(unanswered, 'request')} got no answer, and from outside nobody can tell whether they were admitted: ${describe(whole)} for certain`;
    return { ...found, status: 'inconclusive', reason };
  }
  if (gateway.admitted > whole.bound) {
    return {
      ...breach({ ...whole, admitted: gateway.admitted }),
      samples: load.samples,
      evidence,
    };
  }
  return { ...found, status: 'held', reason: `${describe(whole)}, and no shorter stretch had too many` };
}

const breach = (stretch: AdmittedStretch) => ({
  status: 'breached' as const,
  measured: stretch.admitted,
  limit: stretch.bound,
  reason: describe(stretch),
});

const describe = ({ admitted, bound, seconds }: AdmittedStretch): string =>
  `${count(admitted, 'request')} admitted in ${number(seconds)} s, ${number(bound)} allowed`;

function answersOf(plan: ArmPlan, record: ArmRecord, { byStatus }: LoadDigest): SeenByK6 {
  const unanswered = byStatus.get(0) ?? 0;
  return { admitted: answersWith(byStatus, isServed), unanswered: unanswered + cutOff(plan, record) };
}

/**
 * Requests that were under way when we stopped k6, which does not record them: those of the last window, if it was one of
 * attack, that were due and are missing.
 */
function cutOff({ attack }: ArmPlan, record: ArmRecord): number {
  const last = factsOf(record, 'window').at(-1);
  const stoppedByUs = factsOf(record, 'load-ended').some(
    (end) => end.role === 'aggressor' && end.stoppedByUs,
  );
  if (!record.aggressor || !stoppedByUs || last?.phase !== 'attack' || attack.kind !== 'request-flood')
    return 0;
  return Math.max(
    0,
    Math.ceil(attack.rateRps * secondsOf(last)) - (loadIn(record.aggressor, last)?.offered ?? 0),
  );
}
