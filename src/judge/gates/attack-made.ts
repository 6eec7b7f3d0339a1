import { aggressorsOf, promisedRps } from '../../model/crowd.ts';
import { keepsPromise } from '../../model/load-shape.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { createCalls } from '../api-calls.ts';
import { factsOf } from '../facts.ts';
import { servedCalls } from '../model-calls.ts';
import { attackWindows, measuredPart, secondsOf, startedIn } from '../windows.ts';
import { count, gibibytes, mebibytes, number } from '../words.ts';
import type { Gate, GateResult } from './gate.ts';
import { promisedLoadMade } from './promised-load.ts';
import { stepsMade } from './steps-played.ts';
import { burstMade } from './token-burst.ts';

/**
 * The aggressor was seen to run away at all: it asked for more than it was promised, or for all of it.
 * A breach needs no more than this, for what breaks under half an attack breaks. It is what makes `breached` impossible
 * in an A/A run.
 */
export const attackMade: Gate = {
  id: 'attack-made',
  examine(plan, record) {
    switch (plan.attack.kind) {
      case 'none':
        return { ok: false, cause: 'no attack was made (A/A run)' };
      case 'request-flood':
        return keepsPromise(plan) ? promisedLoadMade(plan.attack, record) : floodMade(plan, record);
      case 'gpu-pod-storm':
        return stormMade(plan, record);
      case 'memory-hog':
        return hogMade(plan.attack.limitBytes, record);
      case 'model-tour':
        return tourMade(plan.attack.modelBytes, plan, record);
      case 'token-burst':
        return burstMade(plan, record);
      case 'steps':
        return stepsMade(plan.attack.steps, record);
    }
  },
};

function floodMade(plan: ArmPlan, record: ArmRecord): GateResult {
  const windows = attackWindows(record);
  const { aggressor: load } = record;
  if (!load || windows.length === 0) return { ok: false, cause: 'no request of the aggressor was seen' };
  const offered = windows.reduce((sum, window) => sum + startedIn(load, window), 0);
  const rateRps = offered / windows.reduce((sum, window) => sum + secondsOf(measuredPart(window)), 0);
  const promised = promisedRps(aggressorsOf(plan));
  const rates = `${number(rateRps)} requests/s in the attack windows, promised ${number(promised)}/s`;
  return rateRps > promised
    ? { ok: true, seen: `The aggressor offered ${rates}` }
    : { ok: false, cause: `the aggressor did not run away: it offered ${rates}` };
}

function stormMade(plan: ArmPlan, record: ArmRecord): GateResult {
  const calls = createCalls(record).length;
  const { gpuQuota } = plan.aggressor;
  return calls > gpuQuota
    ? { ok: true, seen: `The aggressor asked for ${count(calls, 'GPU pod')}, promised ${gpuQuota}` }
    : {
        ok: false,
        cause: `the aggressor asked for ${count(calls, 'GPU pod')}, no more than its ${gpuQuota}`,
      };
}

function hogMade(limitBytes: number, record: ArmRecord): GateResult {
  const highest = Math.max(0, ...factsOf(record, 'container-ended').map((ended) => ended.allocatedBytes));
  return hasTakenHold(highest, limitBytes)
    ? { ok: true, seen: `The hog took ${mebibytes(highest)} MiB, promised ${mebibytes(limitBytes)} MiB` }
    : { ok: false, cause: `no hog was seen to take more than ${mebibytes(highest)} MiB` };
}

function tourMade(modelBytes: number, { aggressor }: ArmPlan, record: ArmRecord): GateResult {
  const models = new Set(servedCalls(record, 'aggressor').map(({ model }) => model)).size;
  const asked = `${count(models, 'model')} of ${gibibytes(modelBytes)} GiB`;
  const promised = `${gibibytes(aggressor.gpuPartitionBytes)} GiB of GPU memory`;
  return models * modelBytes > aggressor.gpuPartitionBytes
    ? { ok: true, seen: `The aggressor used ${asked}, promised ${promised}` }
    : { ok: false, cause: `the aggressor used ${asked}, which fit into its ${promised}` };
}

/** A hog that ended below half the limit died of something else. */
export const hasTakenHold = (allocatedBytes: number, limitBytes: number): boolean =>
  allocatedBytes > limitBytes / 2;
