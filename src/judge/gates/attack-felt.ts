import { flatSteps } from '../../model/flat-steps.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { feltWords } from '../../model/outside.ts';
import type { ArmPlan, Phase } from '../../model/plan.ts';
import type { Step } from '../../model/step.ts';
import { feltByEngine } from '../engine-metrics/felt-by-engine.ts';
import { factsOf } from '../facts.ts';
import { medianLatencyMs } from '../median-latency.ts';
import { isRefusal } from '../refusals.ts';
import { apiCallsOf, completionsOf } from '../steps.ts';
import { answersWith } from '../windows.ts';
import { count, number, percent } from '../words.ts';
import type { Gate, GateResult } from './gate.ts';

/** Least share of the attack that must be refused, or how many times slower than at rest it must be answered. */
const leastRefused = 0.01;
const leastSlowdown = 1.5;

/**
 * The platform noticed the attack: it refused a part of it, or served it more slowly than a request at rest, or its engines
 * had more to do by their own account. Where no control can be removed, this stands for the negative control: an attack that
 * nobody noticed has tested nothing.
 */
export const attackFelt: Gate = {
  id: 'attack-felt',
  morePairsHelp: true,
  examine(plan, record) {
    const { attack } = plan;
    if (attack.kind === 'request-flood') return floodFelt(plan, record);
    if (attack.kind === 'steps') return stepsFelt(plan, attack.steps, record);
    return { ok: false, cause: 'whether the attack was felt cannot be told from outside' };
  },
};

function floodFelt(plan: ArmPlan, { aggressor, ...record }: ArmRecord): GateResult {
  if (!aggressor || aggressor.samples === 0) return { ok: false, cause: 'no request of the attack was seen' };
  const refused = answersWith(aggressor.byStatus, isRefusal);
  const share = refused / aggressor.samples;
  const refusals = `${number(refused)} of ${count(aggressor.samples, 'request')} of the attack were refused (${percent(share)})`;
  if (share >= leastRefused) return { ok: true, seen: `${feltWords}${refusals}` };
  const slowdown = slowdownOf({ ...record, aggressor });
  const speed = `it was answered ${number(slowdown)} times as slowly as the victim at rest (medians)`;
  return slowdown >= leastSlowdown
    ? { ok: true, seen: `${feltWords}${speed}` }
    : feltByEngine(
        plan,
        { ...record, aggressor },
        `nothing shows that the attack was felt: ${refusals}, and ${speed}`,
      );
}

/** Median latency of the attack's served requests against the median of the victim's at rest, over all windows; 0 if there is none. */
function slowdownOf({ victim, aggressor, observations }: ArmRecord): number {
  const windows = factsOf({ observations }, 'window');
  const of = (phase: Phase) => windows.filter((window) => window.phase === phase);
  const ratio = medianLatencyMs(aggressor, of('attack')) / medianLatencyMs(victim, of('baseline'));
  return Number.isFinite(ratio) ? ratio : 0;
}

function stepsFelt(plan: ArmPlan, steps: readonly Step[], record: ArmRecord): GateResult {
  const hostile = flatSteps(steps).filter((step) => step.hostile === true);
  const calls = hostile.flatMap((step) =>
    callsOf(step, record).map(({ httpStatus }) => isTurnedAway(step, httpStatus)),
  );
  const refused = calls.filter(Boolean).length;
  const refusals = `${refused} of ${count(calls.length, 'call')} of the attack were refused`;
  if (refused > 0) return { ok: true, seen: `${feltWords}${refusals}` };
  const cause = `nothing shows that the attack was felt: ${refusals}`;
  // No engine feels a pod that is not made.
  const isFeltByEngines = calls.length > 0 && hostile.some(({ kind }) => kind === 'completions');
  return isFeltByEngines ? feltByEngine(plan, record, cause) : { ok: false, cause };
}

type SingleStep = Exclude<Step, { kind: 'together' }>;

const callsOf = ({ kind, id }: SingleStep, record: ArmRecord): { httpStatus: number }[] =>
  kind === 'try-pod' ? apiCallsOf(record, id) : completionsOf(record, id);

/** A pod is refused as forbidden, a stranger for its key, whoever has one for being too many. */
function isTurnedAway(step: SingleStep, status: number): boolean {
  if (step.kind === 'try-pod') return status === 403;
  return step.kind === 'completions' && (step.request.apiKey ?? 'own') !== 'own'
    ? status === 401 || status === 403
    : isRefusal(status);
}
