import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimGates } from '../gates/victim-gates.ts';
import { count, number, percent } from '../words.ts';
import { unserved } from './percentile-pairs.ts';
import { judgeShare } from './judge-share.ts';
import { soundAttackWindows } from './sound-attack-windows.ts';

export interface ErrorShareTerms {
  id: string;
  objective: string;
  limit: number;
}

/**
 * The share of the victim's requests that fail under attack stays within the limit: the interval of the share does, for as
 * many independent requests as the windows are worth. Without any error allowed, one is too many.
 */
export const errorShare = ({ id, objective, limit }: ErrorShareTerms): GatedCheck =>
  gated(
    {
      id,
      objective,
      unit: 'share of requests',
      sequential: true,
      measure: (plan, record) => measure(limit, plan, record),
    },
    victimGates,
  );

function measure(limit: number, plan: ArmPlan, record: ArmRecord): Finding {
  const windows = soundAttackWindows(plan, record).map(({ load }) => ({
    failures: unserved(load),
    trials: load.due,
  }));
  const judged = judgeShare(windows, limit, plan);
  if ('missing' in judged) {
    return { status: 'inconclusive', measured: null, limit, reason: judged.missing, evidence: [] };
  }
  const { share, failures, trials, effectiveTrials } = judged;
  const counted = `${number(failures)} of ${count(trials, 'request')} failed under attack`;
  return {
    status: judged.status,
    measured: share,
    limit,
    interval: judged.interval,
    samples: trials,
    estimate: judged.estimate,
    pValue: judged.pValue,
    reason: `${counted} (${percent(share)}), ${percent(limit)} may`,
    evidence: [`They say as much as ${number(Math.floor(effectiveTrials))} independent requests`],
  };
}
