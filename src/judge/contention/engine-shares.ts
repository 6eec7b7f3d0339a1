import type { LoadDigest, WindowLoad } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { owedTokens, referenceRequest, requestOf, tokensOf } from '../owed-tokens.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { answersWith, isServed, loadIn, measuredPart, secondsOf, type Window } from '../windows.ts';

/** Tokens of one tenant in the measured parts of sound attack windows. */
export interface EngineShare {
  /** That it had a claim to: of the victim all that came due, of the aggressor no more than it was promised, nor what a limit refused. */
  asked: number;
  /** That its answers brought which ended there. */
  got: number;
  /** Of requests that were given up there: the engines may have worked on them, for nobody. */
  givenUp: number;
}

export interface EngineShares {
  /** `left`: of what it asked for, what nobody served in the window. */
  victim: EngineShare & { left: number };
  aggressor: EngineShare;
  /** Tokens that the victim is owed of what both got, at the least and at the most that the aggressor may have got. */
  owed: { least: number; most: number };
}

/** What the two tenants asked of the engines and got of them, side by side. */
export function engineShares(plan: ArmPlan, record: ArmRecord): EngineShares {
  const windows = soundPairs(plan, record).pairs.map(({ attack }) => attack);
  const seconds = windows.reduce((sum, window) => sum + secondsOf(measuredPart(window)), 0);
  // Its burst is used up after a window or two; who delays what is above the rate, instead of refusing it, gives none.
  const promised = tokensOf((plan.aggressor.rateLimitRpm / 60) * seconds, requestOf(plan));
  const victim = shareOf(record.victim, { windows, request: referenceRequest });
  const aggressor = shareOf(record.aggressor, { windows, request: requestOf(plan) });
  const claimed = Math.min(aggressor.notRefused, promised);
  const least = victim.got + aggressor.got;
  const owed = (both: number): number => owedTokens(plan, { asked: victim.due, both });
  return {
    victim: { ...victim, asked: victim.due },
    aggressor: { ...aggressor, asked: claimed },
    owed: { least: owed(least), most: owed(least + aggressor.givenUp) },
  };
}

interface ShareTerms {
  windows: readonly Window[];
  request: Parameters<typeof tokensOf>[1];
}

function shareOf(load: LoadDigest | undefined, { windows, request }: ShareTerms) {
  const loads = windows.flatMap((window) => loadIn(load, window) ?? []);
  const tokens = (of: (load: WindowLoad) => number): number =>
    tokensOf(
      loads.reduce((sum, one) => sum + of(one), 0),
      request,
    );
  const failed = tokens(({ byStatus }) =>
    answersWith(byStatus, (status) => !isServed(status) && !isOverload(status)),
  );
  const due = tokens((one) => one.due);
  const got = tokens(({ completed }) => completed);
  return {
    due,
    got,
    givenUp: tokens(({ givenUp }) => givenUp),
    notRefused: due - tokens(({ byStatus }) => byStatus.get(429) ?? 0),
    left: Math.max(0, due - failed - got),
  };
}

/** The engines, or whoever stands before them, had too much to do; 0 is no answer. */
const isOverload = (status: number): boolean => status === 0 || status === 503 || status === 504;
