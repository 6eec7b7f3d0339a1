import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { factsOf } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { ledgerGrowth } from '../metering/ledger-growth.ts';
import { readingOf } from '../steps.ts';
import { count } from '../words.ts';

/** Shares are sums of fractions in floating point: a microsecond is far above their noise and far below a step. */
const resolutionSeconds = 1e-6;

/**
 * The tenants' GPU time adds up to the time that the GPUs were busy, which is no more than there was.
 * @param steps readings of the engines, in order of time
 */
export function gpuSecondsAddUp(steps: readonly [first: string, ...rest: string[]]): GatedCheck {
  return gated(
    {
      id: 'gpu-seconds-add-up',
      objective: "The tenants' GPU time adds up to the GPUs' busy time, within the time that passed",
      unit: 'GPU-seconds',
      measure: (_plan, record) => measure(steps, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade, noFaults] },
  );
}

function measure(steps: readonly [string, ...string[]], record: ArmRecord): Finding {
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit: 0, evidence: [] };
  const charged = ledgerGrowth(record, steps, 'gpuSeconds');
  const busy = ledgerGrowth(record, steps, 'busySeconds');
  const passed = gpuTime(record, steps);
  if ('unknown' in charged) return { ...unknown, reason: charged.unknown };
  if ('unknown' in busy) return { ...unknown, reason: busy.unknown };
  if (passed === undefined) return { ...unknown, reason: 'the begin of the first reading is missing' };
  if (charged.restarts > 0) return { ...unknown, reason: 'an engine began anew between the readings' };
  const busySeconds = busy.of('');
  const shares = charged.keys.map((tenant) => ({ tenant, seconds: charged.of(tenant) }));
  const sum = shares.reduce((all, { seconds }) => all + seconds, 0);
  const found = {
    measured: sum,
    limit: busySeconds,
    evidence: [
      `GPU time: ${shares.map(({ tenant, seconds }) => `${tenant} ${seconds.toFixed(3)} s`).join(', ')}`,
      `Busy ${busySeconds.toFixed(3)} s of ${passed.seconds.toFixed(3)} s on ${count(passed.gpus, 'GPU')}`,
    ],
  };
  if (shares.filter(({ seconds }) => seconds > 0).length < 2 || busySeconds === 0)
    return {
      ...found,
      status: 'inconclusive',
      reason: 'fewer than two tenants used the GPU: there was nothing to share',
    };
  const amiss = [
    ...(Math.abs(sum - busySeconds) <= resolutionSeconds
      ? []
      : [
          `the tenants are charged ${sum.toFixed(3)} s together, the GPUs were busy for ${busySeconds.toFixed(3)} s`,
        ]),
    ...(Math.max(sum, busySeconds) <= passed.seconds
      ? []
      : [`that is more than the ${passed.seconds.toFixed(3)} s that passed on ${count(passed.gpus, 'GPU')}`]),
  ];
  return amiss.length > 0
    ? { ...found, status: 'breached', reason: amiss.join('; ') }
    : {
        ...found,
        status: 'held',
        reason: `the shares of ${count(shares.length, 'tenant')} add up to the busy time`,
      };
}

/** GPU time that passed at the most: from the begin of the first reading to the end of the last, on every GPU. */
function gpuTime(
  record: ArmRecord,
  steps: readonly [string, ...string[]],
): { seconds: number; gpus: number } | undefined {
  const last = readingOf(record, steps.at(-1) ?? steps[0]);
  const begin = factsOf(record, 'step-ended').find(({ step }) => step === steps[0]);
  if (!last || !begin) return undefined;
  const gpus = last.processes.length;
  return { gpus, seconds: (gpus * (last.atMs - begin.startedAtMs)) / 1000 };
}
