import type { Finding } from '../../model/check.ts';
import { victimsOf } from '../../model/crowd.ts';
import type { LoadDigest } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { loadSurvived } from '../gates/load-survived.ts';
import { noFaults } from '../gates/no-faults.ts';
import { nothingRestarted } from '../gates/nothing-restarted.ts';
import { scraped } from '../gates/scraped.ts';
import { answersWith, isServed } from '../windows.ts';
import { count, number } from '../words.ts';
import { gatewayDelta, percentileBracket, type GatewayDelta } from './gateway-delta.ts';

/**
 * k6 and the gateway tell the same of the victim: as many served requests, and a p99 that fits. The gateway sees a request
 * from its arrival to its last byte, k6 from the sending; what lies between is the network and k6 itself.
 */
export function victimSeenAlike(): GatedCheck {
  return gated(
    {
      id: 'victim-seen-alike',
      objective: "The gateway's own metrics tell the same of the victim as the victim does",
      unit: 'requests apart',
      measure,
    },
    {
      held: [attackDelivered, loadSurvived, scraped, nothingRestarted, noFaults, armFinished],
      breached: [attackMade, loadSurvived, scraped, nothingRestarted, noFaults, armFinished],
    },
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const { design } = plan;
  const unknown: Omit<Finding, 'reason'> = {
    status: 'inconclusive',
    measured: null,
    limit: null,
    evidence: [],
  };
  const { victim: load } = record;
  if (!load || load.samples === 0 || design.kind !== 'paired-windows') {
    return { ...unknown, reason: 'no request of the victim was seen' };
  }
  const names = victimsOf(plan).map(({ name }) => name);
  const gateway = gatewayDelta(factsOf(record, 'gateway-count'), ...names);
  if (!gateway) return { ...unknown, reason: "the gateway's own count of the victim is missing" };
  const served = answersWith(load.byStatus, isServed);
  // Under way when k6 was stopped, which does not record them; or sent, and the answer was lost.
  const limit = Math.ceil((design.victimRateRps * longestMs(load)) / 1000) + (load.byStatus.get(0) ?? 0) + 2;
  const apart = gateway.served - served;
  const counts = `k6 saw ${count(served, 'request')} served, the gateway ${number(gateway.served)}`;
  const evidence = served > 0 ? [latencies(load, gateway.byDuration)] : [];
  const found = { measured: apart, limit, samples: served, evidence };
  if (apart < 0 || apart > limit) {
    return {
      ...found,
      status: 'breached',
      reason: `${counts}, which no more than ${number(limit)} requests under way explain`,
    };
  }
  if (served === 0) return { ...unknown, reason: `${counts}: there is no latency to compare` };
  return { ...found, ...latencyFits(load, gateway, counts) };
}

const longestMs = ({ serviceTime }: LoadDigest): number =>
  serviceTime.count === 0 ? 0 : serviceTime.percentile(1);

/** What k6 may see more than the gateway: a busy machine delays the reading of an answer. */
const moreByFactor = 1.5;
const moreMs = 20;

function latencyFits(
  load: LoadDigest,
  { served, byDuration }: GatewayDelta,
  counts: string,
): Pick<Finding, 'status' | 'reason'> {
  const { serviceTime } = load;
  const p99Ms = serviceTime.percentile(0.99);
  const bracket = percentileBracket(byDuration, 0.99);
  if (!bracket) return { status: 'inconclusive', reason: `${counts}; the gateway's durations are missing` };
  const fits = `${counts}; ${latencies(load, byDuration)}`;
  // What only the gateway saw may all have been slow, which moves its p99 up by as many ranks.
  const highestMs = serviceTime.percentile(Math.min(1, (0.99 * served) / serviceTime.count));
  if (highestMs < bracket.lowMs)
    return { status: 'breached', reason: `${fits}: the gateway claims to be slower than it was` };
  if (p99Ms > bracket.highMs * moreByFactor + moreMs) {
    return {
      status: 'inconclusive',
      reason: `${fits}: the time between lies outside the gateway, in the network or in k6`,
    };
  }
  return { status: 'held', reason: fits };
}

function latencies({ serviceTime }: LoadDigest, byDuration: ReadonlyMap<number, number>): string {
  const bracket = percentileBracket(byDuration, 0.99);
  const seen = `p99 by k6 ${number(serviceTime.percentile(0.99))} ms`;
  return bracket ? `${seen}, by the gateway ${number(bracket.lowMs)} to ${number(bracket.highMs)} ms` : seen;
}
