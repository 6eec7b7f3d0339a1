import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { isBrokenOff, isServedCall, type ClientCall } from '../metering/client-count.ts';
import { meteredArm, type MeteringSteps } from '../metering/metered-arm.ts';
import { count } from '../words.ts';

/** Every request is counted once, under its tenant and its outcome: by the gateway as by its client, and by the engine if it came that far. */
export function requestsMetered(steps: MeteringSteps): GatedCheck {
  return gated(
    {
      id: 'requests-metered',
      objective:
        "The gateway's count of requests and the engine's are those of the clients, also across a restart",
      unit: 'requests counted otherwise',
      measure: (plan, record) => measure(steps, plan, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade, noFaults] },
  );
}

function measure(steps: MeteringSteps, plan: ArmPlan, record: ArmRecord): Finding {
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit: 0, evidence: [] };
  const arm = meteredArm(plan, record, { steps, gateway: 'requests', engine: 'requests' });
  if ('unknown' in arm) return { ...unknown, reason: arm.unknown };
  const { gateway, engine, calls } = arm;
  const clients = tallyOf(calls, ({ tenant, status }) => `${tenant} ${status}`);
  const atEngine = tallyOf(
    calls.filter((call) => isServedCall(call) || isBrokenOff(call)),
    (call) => `${call.tenant} ${isServedCall(call) ? 'ok' : 'aborted'}`,
  );
  const disputes = [...disputesOf('gateway', gateway, clients), ...disputesOf('engine', engine, atEngine)];
  const found = {
    measured: disputes.reduce((sum, { off }) => sum + off, 0),
    limit: 0,
    samples: calls.length,
    evidence: [`Clients counted ${[...clients].map(([key, times]) => `${key}: ${times}`).join(', ')}`],
  };
  return disputes.length > 0
    ? { ...found, status: 'breached', reason: disputes.map(({ text }) => text).join('; ') }
    : {
        ...found,
        status: 'held',
        reason: `${count(calls.length, 'request')}, across ${count(gateway.restarts, 'restart')} of the gateway: all count alike`,
      };
}

interface Dispute {
  off: number;
  text: string;
}

function disputesOf(
  who: string,
  { of, keys }: { of: (key: string) => number; keys: readonly string[] },
  clients: ReadonlyMap<string, number>,
): Dispute[] {
  return [...new Set([...clients.keys(), ...keys])].flatMap((key): Dispute[] => {
    const [counted, seen] = [of(key), clients.get(key) ?? 0];
    if (counted === seen) return [];
    return [
      { off: Math.abs(counted - seen), text: `${key}: the ${who} counted ${counted}, clients ${seen}` },
    ];
  });
}

function tallyOf(calls: readonly ClientCall[], key: (call: ClientCall) => string): Map<string, number> {
  const tally = new Map<string, number>();
  for (const call of calls) tally.set(key(call), (tally.get(key(call)) ?? 0) + 1);
  return tally;
}
