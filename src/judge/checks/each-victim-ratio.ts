import type { Finding } from '../../model/check.ts';
import type { CrowdPlan } from '../../model/crowd.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { findingOfAll } from '../crowd/tenant-finding.ts';
import { judgeVictim, type JudgedVictim } from '../crowd/judge-victim.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimLoadOnTime } from '../gates/load-on-time.ts';
import { shamDelivered } from '../gates/sham-delivered.ts';
import { victimGates } from '../gates/victim-gates.ts';
import { smallestError } from '../statistics/smallest-error.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { count, percentileWord } from '../words.ts';
import { looksOf } from './looks-of.ts';

/**
 * Every single victim of a crowd is served as at rest: its percentile under attack is at most `limits.p99Ratio` times that
 * at rest, and no more of its requests fail than `limits.victimErrorRatio`. All victims and all planned looks share the
 * chance of a wrong `breached` (Bonferroni). A pass needs every victim, so that it is wrong only if the one that is worse
 * than the limit is held wrongly, whatever becomes of the others (an intersection-union test): it needs no correction.
 * Source: Berger, "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24 (1982).
 */
export function eachVictimRatio(): GatedCheck {
  return gated(
    {
      id: 'each-victim-ratio',
      objective:
        "Under attack each victim's latency stays near its latency at rest, and its requests succeed",
      unit: 'ratio',
      sequential: true,
      measure,
    },
    {
      // Which victim a request belonged to that k6 never started is not known, so a pass needs that there were none.
      held: [...victimGates.held, shamDelivered, victimLoadOnTime],
      breached: [...victimGates.breached, shamDelivered],
    },
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const { crowd, limits } = plan;
  const limit = limits.p99Ratio;
  if (!crowd) {
    const reason = 'the victims of this arm were not told apart';
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const { pairs } = soundPairs(plan, record);
  const judged = crowd.victims.map(({ name }, place) =>
    judgeVictim(name, {
      load: record.victim?.byTenant?.get(place),
      pairs,
      plan: withShareOfError(plan, crowd),
    }),
  );
  return {
    ...findingOfAll(judged.map(({ finding }) => finding)),
    limit,
    samples: judged.reduce((sum, { finding }) => sum + (finding.samples ?? 0), 0),
    pValue: pValueOf(judged, plan),
    evidence: [
      `Each victim is judged by its ${percentileWord(crowd.percentile)}, the highest percentile that its samples can carry, over ${count(pairs.length, 'sound pair')} of windows`,
    ],
  };
}

/** All victims together may be called breached wrongly no more often than one. */
const withShareOfError = (plan: ArmPlan, { victims }: CrowdPlan): ArmPlan => ({
  ...plan,
  limits: {
    ...plan.limits,
    errorBreached: plan.limits.errorBreached / victims.length,
  },
});

/** Of the victim with the clearest breach, which is the least likely by chance, over all victims and looks. */
function pValueOf(judged: readonly JudgedVictim[], { limits, design }: ArmPlan): number {
  if (judged.some(({ failedTooOften }) => failedTooOften)) return 0;
  const [clearest] = judged
    .flatMap(({ ratio, low }) => (ratio ? [{ ratio, low }] : []))
    .toSorted((a, b) => b.low - a.low);
  if (!clearest) return 1;
  const alone = smallestError((error) => clearest.ratio.low(error) > limits.p99Ratio);
  return Math.min(1, looksOf(design) * judged.length * alone);
}
