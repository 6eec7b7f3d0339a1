import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan, Phase } from '../../model/plan.ts';
import { riseOf } from '../engine-metrics/rise-of.ts';
import { factsOf } from '../facts.ts';
import type { Gate } from '../gates/gate.ts';
import { medianLatencyMs } from '../median-latency.ts';
import { number, percent } from '../words.ts';
import { engineShares } from './engine-shares.ts';

/** Least part of what was asked for and not turned away that was left over when the windows ended. */
const leastLeft = 0.1;

/** How many times longer than at rest one of the tenants must wait, else. More than a larger batch alone costs. */
const leastSlowdown = 2;

/**
 * The two tenants together asked for more than the engines served: a part of it was left over, or waited, or the engines
 * themselves say that it did. Only then has a share by weight any meaning.
 */
export const enginesContended: Gate = {
  id: 'engines-contended',
  morePairsHelp: true,
  examine(plan, record) {
    const { victim, aggressor } = engineShares(plan, record);
    const left = (victim.left + aggressor.left) / (victim.asked + aggressor.asked);
    const leftOver = `${percent(left)} of what the two asked for and no limit refused was left over in the attack windows`;
    const slowdown = slowdownOf(record);
    const waited = `what was served came ${number(slowdown)} times as slowly as at rest (medians)`;
    const risen = risenQueue(plan, record);
    if (left >= leastLeft) return { ok: true, seen: `${contended}${leftOver}` };
    if (slowdown >= leastSlowdown) return { ok: true, seen: `${contended}${waited}` };
    if (risen !== undefined) return { ok: true, seen: `${contended}${risen}` };
    return {
      ok: false,
      cause:
        `nothing shows that the engines were contended: ${leftOver}, and ${waited}. What the two are promised together is ` +
        `within what the engines serve, or the victim asks for too little: raise victim.rateRps up to its promise, and ` +
        'budget.rateRps with it, or play it against fewer engines',
    };
  },
};

const contended = 'The engines were contended: ';

/** Of the slower tenant, against the victim at rest; 0 if nothing was served. */
function slowdownOf({ victim, aggressor, observations }: ArmRecord): number {
  const windows = factsOf({ observations }, 'window');
  const of = (phase: Phase) => windows.filter((window) => window.phase === phase);
  const restMs = medianLatencyMs(victim, of('baseline'));
  const ratios = [victim, aggressor].map((load) => medianLatencyMs(load, of('attack')) / restMs);
  return Math.max(0, ...ratios.filter(Number.isFinite));
}

/** That the engines had more requests waiting by their own account, if somebody asked them. */
function risenQueue({ design }: ArmPlan, record: ArmRecord): string | undefined {
  const waiting = factsOf(record, 'engine-metric').findLast(({ role }) => role === 'requestsWaiting');
  if (!waiting || design.kind !== 'paired-windows') return undefined;
  const rise = riseOf(record, waiting, design.looksPairs.length);
  return rise.kind === 'risen' ? rise.words : undefined;
}
