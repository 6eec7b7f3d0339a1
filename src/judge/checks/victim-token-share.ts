import type { Finding } from '../../model/check.ts';
import type { WindowLoad } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimGates } from '../gates/victim-gates.ts';
import { owedTokens, referenceRequest, requestOf, tokensOf } from '../owed-tokens.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { loadIn } from '../windows.ts';
import { count, number, percent } from '../words.ts';

/** Tokens count for the victim only if they came within this time: its requests take some tens of milliseconds at rest. */
const withinMs = 1000;

/** Least part of what it is owed that the victim must get. */
const floor = 0.99;

/**
 * Under attack the victim gets its share of the tokens, in time: all that it asked for, or its share by weight of what
 * both got, whichever is less.
 */
export function victimTokenShare(): GatedCheck {
  return gated(
    {
      id: 'victim-token-share',
      objective: 'Under attack the victim gets its fair share of the tokens within a second',
      unit: 'share of the tokens owed',
      measure,
    },
    victimGates,
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const windows = soundPairs(plan, record).pairs.map(({ attack }) => attack);
  const victim = windows.flatMap((window) => loadIn(record.victim, window) ?? []);
  const aggressor = windows.flatMap((window) => loadIn(record.aggressor, window) ?? []);
  const asked = tokensOf(
    sum(victim, ({ due }) => due),
    referenceRequest,
  );
  if (asked === 0 || aggressor.length === 0) {
    const reason = 'no request of the two tenants was seen in a sound attack window';
    return { status: 'inconclusive', measured: null, limit: floor, reason, evidence: [] };
  }
  const got = tokensOf(sum(victim, servedInTime), referenceRequest);
  const others = tokensOf(
    sum(aggressor, ({ latency }) => latency.count),
    requestOf(plan),
  );
  if (others === 0) {
    const reason = 'nothing was served to the aggressor in the measured part of a sound attack window';
    return { status: 'inconclusive', measured: null, limit: floor, reason, evidence: [] };
  }
  const owed = owedTokens(plan, { asked, both: got + others });
  const share = got / owed;
  const reason = `the victim got ${count(got, 'token')} within a second, ${percent(share)} of the ${number(Math.round(owed))} that it is owed`;
  return {
    status: share >= floor ? 'held' : 'breached',
    measured: share,
    limit: floor,
    samples: sum(victim, ({ due }) => due),
    reason,
    evidence: [`It asked for ${count(asked, 'token')}; the aggressor got ${number(others)}`],
  };
}

const servedInTime = ({ latency }: WindowLoad): number => latency.count - latency.above(withinMs);

const sum = (loads: readonly WindowLoad[], of: (load: WindowLoad) => number): number =>
  loads.reduce((total, load) => total + of(load), 0);
