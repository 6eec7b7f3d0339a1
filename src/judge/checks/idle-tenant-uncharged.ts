import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { ledgerGrowth } from '../metering/ledger-growth.ts';

/**
 * A tenant that asks for nothing is charged no GPU time while another one works.
 * @param steps readings of the engines, between which the victim is idle and the aggressor works
 */
export function idleTenantUncharged(steps: readonly string[]): GatedCheck {
  return gated(
    {
      id: 'idle-tenant-uncharged',
      objective: 'A tenant that is idle is charged no GPU time while its neighbour works',
      unit: 'GPU-seconds',
      measure: (plan, record) => measure(steps, plan, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade, noFaults] },
  );
}

function measure(steps: readonly string[], { victim, aggressor }: ArmPlan, record: ArmRecord): Finding {
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit: 0, evidence: [] };
  const charged = ledgerGrowth(record, steps, 'gpuSeconds');
  if ('unknown' in charged) return { ...unknown, reason: charged.unknown };
  const [idle, busy] = [charged.of(victim.name), charged.of(aggressor.name)];
  const found = {
    measured: idle,
    limit: 0,
    evidence: [`Meanwhile ${aggressor.name} was charged ${busy.toFixed(3)} GPU-seconds`],
  };
  if (busy === 0) {
    const reason = `${aggressor.name} was charged nothing either: the meter was not seen to run`;
    return { ...found, status: 'inconclusive', reason };
  }
  if (!charged.keys.includes(victim.name))
    return { ...found, status: 'inconclusive', reason: `the meter does not know ${victim.name}` };
  return idle > 0
    ? {
        ...found,
        status: 'breached',
        reason: `${victim.name}, idle, was charged ${idle.toFixed(3)} GPU-seconds`,
      }
    : { ...found, status: 'held', reason: `${victim.name}, idle, was charged nothing` };
}
