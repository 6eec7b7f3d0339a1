import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan, Phase } from '../../model/plan.ts';
import { riseOf } from '../engine-metrics/rise-of.ts';
import { factsOf } from '../facts.ts';
import type { Gate } from '../gates/gate.ts';
import { medianLatencyMs } from '../median-latency.ts';
import { number, percent } from '../words.ts';
import { engineShares } from './engine-shares.ts';

/** Least part of what the victim asked for that was left over when the windows ended. */
const leastLeft = 0.1;

/** How many times longer than at rest the victim must wait, else. More than a larger batch alone costs. */
const leastSlowdown = 2;

/**
 * The two tenants together asked for more than the engines served: a part of what the victim asked for was left over, or
 * waited, or the engines themselves say that requests did. Only then has a share by weight any meaning. That the aggressor
 * waits shows nothing: a limit may hold it back that nobody told of, while the engines have nothing to do.
 */
export const enginesContended: Gate = {
  id: 'engines-contended',
  morePairsHelp: true,
  examine(plan, record) {
    const { victim } = engineShares(plan, record);
    const left = victim.asked === 0 ? 0 : victim.left / victim.asked;
    const leftOver = `${percent(left)} of what ${plan.victim.name} asked for was left over in the attack windows`;
    const slowdown = slowdownOf(record);
    const waited = `it was served ${number(slowdown)} times as slowly as at rest (medians)`;
    const risen = risenQueue(plan, record);
    if (left >= leastLeft) return { ok: true, seen: `${contended}${leftOver}` };
    if (slowdown >= leastSlowdown) return { ok: true, seen: `${contended}${waited}` };
    if (risen !== undefined) return { ok: true, seen: `${contended}${risen}` };
    return {
      ok: false,
      cause:
        `nothing shows that the engines were contended: ${leftOver}, and ${waited}. What the two are promised together is ` +
        `within what the engines serve, or the victim asks for less than its share: raise victim.rateRps to just below its ` +
        'promise, and budget.rateRps with it, or play it against fewer engines',
    };
  },
};

const contended = 'The engines were contended: ';

/** Of the victim, against itself at rest; 0 if nothing was served. */
function slowdownOf({ victim, observations }: ArmRecord): number {
  const windows = factsOf({ observations }, 'window');
  const of = (phase: Phase) => windows.filter((window) => window.phase === phase);
  const ratio = medianLatencyMs(victim, of('attack')) / medianLatencyMs(victim, of('baseline'));
  return Number.isFinite(ratio) ? ratio : 0;
}

/** That the engines had more requests waiting by their own account, if somebody asked them. */
function risenQueue({ design }: ArmPlan, record: ArmRecord): string | undefined {
  const waiting = factsOf(record, 'engine-metric').findLast(({ role }) => role === 'requestsWaiting');
  if (!waiting || design.kind !== 'paired-windows') return undefined;
  const rise = riseOf(record, waiting, design.looksPairs.length);
  return rise.kind === 'risen' ? rise.words : undefined;
}
