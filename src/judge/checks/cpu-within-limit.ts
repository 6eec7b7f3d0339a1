import { z } from 'zod';
import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { said } from '../said.ts';
import { number } from '../words.ts';

/** The kernel hands processor time out in periods of 100 ms; one period more in several seconds is no breach. */
const tolerance = 1.1;

/** A container that used less was held up by something else than its limit. */
const leastUse = 0.8;

const report = z.object({
  cpuSeconds: z.number(),
  wallSeconds: z.number().positive(),
  wantedCores: z.number(),
});

/**
 * A container that spins on more processors than it was promised gets as many as it was promised.
 * @param step looks at the pod that spun; it says how much processor time it had
 */
export function cpuWithinLimit(step: string): GatedCheck {
  return gated(
    {
      id: 'cpu-within-limit',
      objective: 'A container that spins gets the processor time of its limit and no more',
      unit: 'cores',
      measure: (plan, record) => measure(step, plan, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(step: string, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limit = aggressor.containerCpuLimitCores;
  const parsed = report.safeParse(said(record, step));
  if (!parsed.success) {
    const reason = 'the container did not say how much processor time it had';
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const { cpuSeconds, wallSeconds, wantedCores } = parsed.data;
  const cores = cpuSeconds / wallSeconds;
  const found = {
    measured: cores,
    limit,
    evidence: [
      `${number(cpuSeconds)} s of processor time in ${number(wallSeconds)} s, on ${wantedCores} threads`,
    ],
  };
  if (cores > tolerance * limit) {
    return { ...found, status: 'breached', reason: `it had ${number(cores)} cores, promised ${limit}` };
  }
  if (wantedCores <= tolerance * limit || cores < leastUse * limit) {
    return {
      ...found,
      status: 'inconclusive',
      reason: `it had ${number(cores)} cores, so that its limit was not reached`,
    };
  }
  return { ...found, status: 'held', reason: `it wanted ${wantedCores} cores and had ${number(cores)}` };
}
