import type { LiveAttack, LiveFigures, LiveRatio } from '../../model/live-figures.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { errorOf } from '../checks/latency-ratio.ts';
import { looksOf } from '../checks/looks-of.ts';
import { isEndless, measurePercentile, percentileIn } from '../checks/percentile-pairs.ts';
import { factsOf } from '../facts.ts';
import { pairedLogRatio } from '../statistics/paired-log-ratio.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import {
  answersWith,
  attackWindows,
  completePairs,
  loadIn,
  measuredPart,
  secondsOf,
  startedIn,
  type Window,
  type WindowPair,
} from '../windows.ts';

/**
 * What the recording of an arm that is still played says so far. The ratio and its interval are what the judge would find if
 * it were asked now: from the same pairs, by the same statistics.
 */
export function liveFigures(plan: ArmPlan, record: ArmRecord): LiveFigures {
  const { pairs } = soundPairs(plan, record);
  const ratio = ratioOf(plan, record, pairs);
  const attack = attackIn(plan, record);
  const played = completePairs(record).length;
  return {
    windows: factsOf(record, 'window').map((window) => ({
      phase: window.phase,
      p99Ms: p99In(window, record),
    })),
    pairs: { played, takenOut: played - pairs.length },
    ...(ratio ? { ratio } : {}),
    ...(attack ? { attack } : {}),
  };
}

const share = 0.99;

function p99In(window: Window, { victim }: ArmRecord): number | null {
  const load = loadIn(victim, window);
  if (!load || load.due === 0) return null;
  const p99Ms = percentileIn(load, share);
  return isEndless(p99Ms) ? null : p99Ms;
}

function ratioOf(plan: ArmPlan, record: ArmRecord, sound: readonly WindowPair[]): LiveRatio | undefined {
  const found = measurePercentile(record, sound, share);
  if ('missing' in found) return undefined;
  const limit = plan.limits.p99Ratio;
  const interval = pairedLogRatio(found.pairs, errorOf(plan, looksOf(plan.design)));
  if (interval) {
    const { ratio, low, high, confidence } = interval;
    return { value: ratio, limit, ...(Number.isFinite(high) ? { interval: { low, high, confidence } } : {}) };
  }
  const [only] = found.pairs;
  return only ? { value: only.attack / only.baseline, limit } : undefined;
}

function attackIn(plan: ArmPlan, record: ArmRecord): LiveAttack | undefined {
  const last = attackWindows(record).at(-1);
  const sent = last && (floodIn(last, record) ?? completionsIn(last, plan, record));
  if (sent) return sent;
  const ended = factsOf(record, 'container-ended');
  const outOfMemory = ended.filter(({ reason }) => reason === 'OOMKilled').length;
  return ended.length === 0 ? undefined : { kind: 'containers', ended: ended.length, outOfMemory };
}

/** Of an attack that is a load of its own. */
function floodIn(window: Window, { aggressor }: ArmRecord): LiveAttack | undefined {
  const load = loadIn(aggressor, window);
  if (!load || load.due === 0) return undefined;
  const answers = answersWith(load.byStatus, () => true);
  return {
    kind: 'requests',
    rateRps: startedIn(aggressor, window) / secondsOf(measuredPart(window)),
    refusedShare: answers === 0 ? 0 : (load.byStatus.get(tooManyRequests) ?? 0) / answers,
  };
}

/** Of an attack that is played in steps. */
function completionsIn(window: Window, { aggressor }: ArmPlan, record: ArmRecord): LiveAttack | undefined {
  const { fromMs, toMs } = window;
  const calls = factsOf(record, 'completion').filter(
    ({ as, atMs }) => as === aggressor.name && atMs >= fromMs && atMs < toMs,
  );
  if (calls.length === 0) return undefined;
  const refused = calls.filter(({ httpStatus }) => httpStatus === tooManyRequests).length;
  return {
    kind: 'requests',
    rateRps: calls.length / secondsOf({ fromMs, toMs }),
    refusedShare: refused / calls.length,
  };
}

const tooManyRequests = 429;
