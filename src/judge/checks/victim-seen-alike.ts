import type { Finding } from '../../model/check.ts';
import { victimsOf } from '../../model/crowd.ts';
import type { LatencyCounts, LoadDigest } from '../../model/load-digest.ts';
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
import { exactCounts, pooled } from '../load/exact-counts.ts';
import { answersWith, isServed } from '../windows.ts';
import { count, number } from '../words.ts';
import { gatewayDelta, percentileBracket, type GatewayDelta } from './gateway-delta.ts';

/**
 * k6 and the gateway tell the same of the victim: as many served requests, and a p99 that fits. The gateway sees a request
 * from its arrival to its last byte, k6 from the sending; what lies between is the network and k6 itself. Where we stream
 * long answers beside the load, to see their tokens come, the gateway sees those too.
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
  const byK6 = answersWith(load.byStatus, isServed);
  const streams = streamsOf(record);
  const served = byK6 + streams.complete;
  // Under way when k6 was stopped, which does not record them; or sent, and the answer was lost.
  const lost = (load.byStatus.get(0) ?? 0) + streams.lost;
  const limit = Math.ceil((design.victimRateRps * longestMs(load)) / 1000) + lost + 2;
  const apart = gateway.served - served;
  const beside = streams.complete > 0 ? ` and we ${count(streams.complete, 'stream')} beside` : '';
  const counts = `k6 saw ${count(byK6, 'request')} served${beside}, the gateway ${number(gateway.served)}`;
  const seen: Seen = {
    serviceTime: pooled([load.serviceTime, streams.durations]),
    by: streams.complete > 0 ? 'k6 and us' : 'k6',
  };
  const evidence = served > 0 ? [latencies(seen, gateway.byDuration)] : [];
  const found = { measured: apart, limit, samples: served, evidence };
  if (apart < 0 || apart > limit) {
    return {
      ...found,
      status: 'breached',
      reason: `${counts}, which no more than ${number(limit)} requests under way explain`,
    };
  }
  if (served === 0) return { ...unknown, reason: `${counts}: there is no latency to compare` };
  return { ...found, ...latencyFits(seen, gateway, counts) };
}

interface Seen {
  serviceTime: LatencyCounts;
  /** Who saw them. */
  by: string;
}

interface Streams {
  complete: number;
  /** The gateway may have served them, and then again it may not. */
  lost: number;
  durations: LatencyCounts;
}

/** What was streamed beside the load. */
function streamsOf(record: ArmRecord): Streams {
  const begun = factsOf(record, 'token-stream').filter(
    ({ httpStatus }) => httpStatus === 0 || isServed(httpStatus),
  );
  const complete = begun.filter(({ end }) => end === 'complete');
  const durations = exactCounts();
  for (const { durationMs } of complete) durations.add(durationMs);
  return { complete: complete.length, lost: begun.length - complete.length, durations };
}

const longestMs = ({ serviceTime }: LoadDigest): number =>
  serviceTime.count === 0 ? 0 : serviceTime.percentile(1);

/** What k6 may see more than the gateway: a busy machine delays the reading of an answer. */
const moreByFactor = 1.5;
const moreMs = 20;

function latencyFits(
  seen: Seen,
  { served, byDuration }: GatewayDelta,
  counts: string,
): Pick<Finding, 'status' | 'reason'> {
  const { serviceTime } = seen;
  const p99Ms = serviceTime.percentile(0.99);
  const bracket = percentileBracket(byDuration, 0.99);
  if (!bracket) return { status: 'inconclusive', reason: `${counts}; the gateway's durations are missing` };
  const fits = `${counts}; ${latencies(seen, byDuration)}`;
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

function latencies({ serviceTime, by }: Seen, byDuration: ReadonlyMap<number, number>): string {
  const bracket = percentileBracket(byDuration, 0.99);
  const ours = `p99 by ${by} ${number(serviceTime.percentile(0.99))} ms`;
  return bracket ? `${ours}, by the gateway ${number(bracket.lowMs)} to ${number(bracket.highMs)} ms` : ours;
}
