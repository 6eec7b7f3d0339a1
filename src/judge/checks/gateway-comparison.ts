import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf } from '../facts.ts';
import { count, number } from '../words.ts';
import { successes } from './gateway-delta.ts';

/** What k6 saw of the aggressor's requests. */
export interface SeenByK6 {
  admitted: number;
  /** Sent, and no answer was recorded: the gateway may have admitted them. */
  unanswered: number;
}

/** Whether the gateway's own count confirms what k6 saw, and both figures in words. */
export interface GatewayComparison {
  agrees: boolean;
  /** By the gateway's count; k6's where the gateway gave none. */
  admitted: number;
  figures: string;
}

/** Compares k6's count of admitted requests with the gateway's, read through Prometheus before and after the arm. */
export function compareWithGateway(plan: ArmPlan, record: ArmRecord, k6: SeenByK6): GatewayComparison {
  if (plan.outside) return seenFromOutside(k6);
  const counts = factsOf(record, 'gateway-count').filter(({ tenant }) => tenant === plan.aggressor.name);
  const before = counts.find(({ moment }) => moment === 'before');
  const after = counts.findLast(({ moment }) => moment === 'after');
  const seen = `k6 saw ${count(k6.admitted, 'request')} admitted`;
  if (!before || !after) {
    return { agrees: false, admitted: k6.admitted, figures: `${seen}; the gateway's own count is missing` };
  }
  const admitted = successes(after.byStatus) - successes(before.byStatus);
  const agrees = admitted >= k6.admitted && admitted <= k6.admitted + k6.unanswered;
  const open = k6.unanswered > 0 ? ` and ${number(k6.unanswered)} without an answer` : '';
  return { agrees, admitted, figures: `${seen}${open}; the gateway counted ${number(admitted)}` };
}

/** Nothing of the gateway's own can be read there. */
const seenFromOutside = ({ admitted, unanswered }: SeenByK6): GatewayComparison => ({
  agrees: true,
  admitted,
  figures: `k6 saw ${count(admitted, 'request')} admitted and ${number(unanswered)} without an answer; the gateway's own count is not seen at this endpoint`,
});
