import type { LoadDigest } from '../../model/load-digest.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { judgeShare } from '../checks/judge-share.ts';
import { looksOf } from '../checks/looks-of.ts';
import { isEndless, unserved } from '../checks/percentile-pairs.ts';
import { loadIn, type WindowPair } from '../windows.ts';
import { count, number, percent, percentileWord } from '../words.ts';
import type { TenantFinding } from './tenant-finding.ts';
import { victimRatio, type VictimRatio } from './victim-ratio.ts';

export interface VictimTerms {
  /** What this victim sent; undefined if nothing was seen. */
  load: LoadDigest | undefined;
  /** Those that were sound. */
  pairs: readonly WindowPair[];
  /** Its errors are those of this one victim. */
  plan: ArmPlan;
}

export interface JudgedVictim {
  finding: TenantFinding;
  /** undefined if there was too little to compare. */
  ratio?: VictimRatio;
  /** Lower end of the ratio's interval. */
  low: number;
  failedTooOften: boolean;
}

/** One victim of a crowd: whether its requests fail, and how much slower it is than at rest. */
export function judgeVictim(tenant: string, terms: VictimTerms): JudgedVictim {
  const { load, pairs, plan } = terms;
  const share = plan.crowd?.percentile ?? 0.99;
  const ratio = victimRatio(load, pairs, share);
  if (!ratio) {
    const reason = 'no request of it was seen in a sound pair of windows';
    return {
      finding: { tenant, status: 'inconclusive', measured: null, reason },
      low: 0,
      failedTooOften: false,
    };
  }
  const { limits } = plan;
  const looks = looksOf(plan.design);
  const low = ratio.low(limits.errorBreached / looks);
  const high = ratio.high(limits.errorHeld / looks);
  const limit = limits.p99Ratio;
  const errors = errorStatus(terms, ratio);
  const latency = latencyStatus(ratio, { low, high, limit });
  const confidence = 1 - (limits.errorHeld + limits.errorBreached) / looks;
  const finding: TenantFinding = {
    tenant,
    status: worse(errors, latency),
    measured: ratio.ratio,
    ...(Number.isFinite(high) ? { interval: { low, high, confidence } } : {}),
    samples: ratio.samples,
    reason: reasonOf(ratio, { errors, latency, share, limit, low, high }),
  };
  return { finding, ratio, low, failedTooOften: errors === 'breached' };
}

type Status = TenantFinding['status'];

function latencyStatus(
  { baselineMs }: VictimRatio,
  { low, high, limit }: { low: number; high: number; limit: number },
): Status {
  if (isEndless(baselineMs)) return 'inconclusive';
  if (low > limit) return 'breached';
  return high <= limit ? 'held' : 'inconclusive';
}

/** Without any error allowed, one is too many; else the interval of the share decides. */
function errorStatus({ load, pairs, plan }: VictimTerms, { failed }: VictimRatio): Status {
  const limit = plan.limits.victimErrorRatio;
  if (limit === 0) return failed > 0 ? 'breached' : 'held';
  const windows = pairs
    .flatMap(({ attack }) => loadIn(load, attack) ?? [])
    .map((window) => ({ failures: unserved(window), trials: window.due }))
    .filter(({ trials }) => trials > 0);
  const judged = judgeShare(windows, limit, plan);
  return 'missing' in judged ? 'inconclusive' : judged.status;
}

function worse(some: Status, other: Status): Status {
  if (some === 'breached' || other === 'breached') return 'breached';
  return some === 'held' && other === 'held' ? 'held' : 'inconclusive';
}

interface ReasonTerms {
  errors: Status;
  latency: Status;
  share: number;
  limit: number;
  low: number;
  high: number;
}

function reasonOf(
  { baselineMs, attackMs, due, failed }: VictimRatio,
  { errors, latency, share, limit, low, high }: ReasonTerms,
): string {
  const word = (milliseconds: number): string =>
    isEndless(milliseconds) ? 'a failed request' : `${number(milliseconds)} ms`;
  const levels = `${percentileWord(share)} ${word(baselineMs)} at rest, ${word(attackMs)} under attack`;
  const failures =
    failed > 0
      ? `${number(failed)} of ${count(due, 'request')} failed under attack (${percent(failed / due)}); `
      : '';
  if (errors === 'breached' || latency !== 'inconclusive') return `${failures}${levels}`;
  if (isEndless(baselineMs)) return `${failures}${levels}: what fails at rest can't be compared`;
  const reach = Number.isFinite(high)
    ? `its interval ${number(low)} to ${number(high)} contains the limit ${number(limit)}`
    : `${count(due, 'request')} under attack are too few for a bound`;
  return `${failures}${levels}: ${reach}`;
}
