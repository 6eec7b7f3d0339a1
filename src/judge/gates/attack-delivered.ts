import { aggressorsOf } from '../../model/crowd.ts';
import { keepsPromise } from '../../model/load-shape.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan, AttackPlan } from '../../model/plan.ts';
import { createCalls } from '../api-calls.ts';
import { factsOf } from '../facts.ts';
import { memoryChange } from '../memory-change.ts';
import { servedCalls } from '../model-calls.ts';
import { attackWindows, measuredPart, secondsOf, startedIn, type Window } from '../windows.ts';
import { count, number, percent } from '../words.ts';
import { hasTakenHold } from './attack-made.ts';
import type { Gate, GateResult } from './gate.ts';
import { promisedLoadDelivered } from './promised-load.ts';
import { stepsDelivered } from './steps-played.ts';
import { burstDelivered } from './token-burst.ts';

/** Least share of the planned requests that a flood must have offered. */
const leastOffered = 0.99;

/** Kubernetes states the start and the end of a container in whole seconds. */
const kubeletResolutionMs = 1000;

/** The attack was delivered in full: a control that met less than was planned has not been tested. */
export const attackDelivered: Gate = {
  id: 'attack-delivered',
  examine(plan, record) {
    switch (plan.attack.kind) {
      case 'none':
        return { ok: false, cause: 'no attack was made (A/A run)' };
      case 'request-flood':
        return keepsPromise(plan)
          ? promisedLoadDelivered(plan.attack, record)
          : floodDelivered(plan.attack.rateRps, plan, record);
      case 'gpu-pod-storm':
        return stormDelivered(plan, record);
      case 'memory-hog':
        return hogDelivered(plan.attack.limitBytes, plan, record);
      case 'model-tour':
        return tourDelivered(plan.attack, plan, record);
      case 'token-burst':
        return burstDelivered(plan.attack, plan, record);
      case 'steps':
        return stepsDelivered(plan.attack.steps, record);
    }
  },
};

/** Counts the part of each attack window that is compared with the baseline: there the flood must have been running. */
function floodDelivered(rateRps: number, plan: ArmPlan, record: ArmRecord): GateResult {
  const { aggressor } = record;
  const windows = attackWindows(record);
  const seconds = windows.reduce((sum, window) => sum + secondsOf(measuredPart(window)), 0);
  const planned = Math.floor(rateRps * seconds);
  if (!aggressor || planned === 0) return { ok: false, cause: 'the attack was not seen to be delivered' };
  const offered = windows.reduce((sum, window) => sum + startedIn(aggressor, window), 0);
  const share = `${number(offered)} of ${number(planned)} planned requests`;
  if (offered < leastOffered * planned) {
    return {
      ok: false,
      cause: `the attack was not delivered in full: ${share} were offered (${percent(offered / planned)})`,
    };
  }
  const idle = idleAggressors(planned, plan, record);
  if (idle.length > 0) return { ok: false, cause: `${idle.join(', ')} took too little part in the attack` };
  return { ok: true, seen: `The attack was delivered: ${share} were offered in the measured attack windows` };
}

/** Of a crowd, those who offered less than their equal part; in each window one request may fall on either side. */
function idleAggressors(planned: number, plan: ArmPlan, { aggressor, ...record }: ArmRecord): string[] {
  if (!plan.crowd) return [];
  const windows = attackWindows(record);
  const aggressors = aggressorsOf(plan);
  const least = leastOffered * (planned / aggressors.length) - windows.length;
  return aggressors.flatMap(({ name }, place) => {
    const load = aggressor?.byTenant?.get(place);
    return windows.reduce((sum, window) => sum + startedIn(load, window), 0) < least ? [name] : [];
  });
}

function stormDelivered(plan: ArmPlan, record: ArmRecord): GateResult {
  const planned = plan.attack.kind === 'gpu-pod-storm' ? plan.attack.podCount : 0;
  const answered = createCalls(record).filter(({ httpStatus }) => httpStatus !== 0).length;
  return answered >= planned && planned > 0
    ? {
        ok: true,
        seen: `The attack was delivered: ${count(answered, 'pod creation')} came back with an answer`,
      }
    : {
        ok: false,
        cause: `the attack was not delivered in full: ${answered} of ${planned} pod creations were answered`,
      };
}

function hogDelivered(limitBytes: number, { design }: ArmPlan, record: ArmRecord): GateResult {
  const hogs = factsOf(record, 'container-ended').filter(({ allocatedBytes }) =>
    hasTakenHold(allocatedBytes, limitBytes),
  );
  if (hogs.length === 0) return { ok: false, cause: 'no hog was seen to take hold of memory' };
  const seen = `The attack was delivered: ${count(hogs.length, 'hog')} took more than half the promised memory`;
  if (design.kind === 'single-shot') return { ok: true, seen };
  const windows = attackWindows(record);
  const livedIn = ({ fromMs, toMs }: Window): boolean =>
    hogs.some((hog) => hog.startedAtMs < toMs && hog.endedAtMs > fromMs - kubeletResolutionMs);
  const idle = windows.filter((window) => !livedIn(window)).length;
  if (windows.length > 0 && idle === 0)
    return { ok: true, seen: `${seen}, in each of ${count(windows.length, 'attack window')}` };
  return {
    ok: false,
    cause: `in ${idle} of ${count(windows.length, 'attack window')} no hog took hold of memory`,
  };
}

/** Every call was served, and the engine itself had to make room: it loaded more than the partition holds, and evicted. */
function tourDelivered(
  { models, rounds, modelBytes }: Extract<AttackPlan, { kind: 'model-tour' }>,
  { aggressor }: ArmPlan,
  record: ArmRecord,
): GateResult {
  const planned = models.length * rounds;
  const served = servedCalls(record, 'aggressor').length;
  if (served < planned || planned === 0) {
    const share = `${served} of ${count(planned, 'planned call')} were served`;
    return { ok: false, cause: `the attack was not delivered in full: ${share}` };
  }
  const change = memoryChange(record, aggressor.name);
  if ('unknown' in change) return { ok: false, cause: change.unknown };
  const { loads, evictions } = change;
  const work = `${count(loads, 'load')} and ${count(evictions, 'eviction')} of its models`;
  return loads * modelBytes > aggressor.gpuPartitionBytes && evictions > 0
    ? { ok: true, seen: `The attack was delivered: ${count(served, 'call')} led to ${work}` }
    : { ok: false, cause: `the attack did not fill the aggressor's partition: ${work}` };
}
