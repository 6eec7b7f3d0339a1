import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf, type Fact } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { isServedCall } from '../metering/client-count.ts';
import { meteredArm, type MeteredArm, type MeteringSteps } from '../metering/metered-arm.ts';
import { moneyFaults } from '../metering/money-faults.ts';
import { flatSteps } from '../../model/flat-steps.ts';
import { count } from '../words.ts';

/** A bill states GPU time in microseconds; a counter of floating-point numbers holds no more. */
const resolutionSeconds = 1e-6;

/** The tenants are billed for what they were served, no more and no less, at the price of each tier. */
export function billedExactly(steps: MeteringSteps): GatedCheck {
  return gated(
    {
      id: 'billed-exactly',
      objective:
        'A bill holds the requests that were served and the GPU time that the engine counted, and its money is exact',
      unit: 'wrong figures',
      measure: (plan, record) => measure(steps, plan, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade, noFaults] },
  );
}

type SeenBill = Fact<'bill'>;

function measure(steps: MeteringSteps, plan: ArmPlan, record: ArmRecord): Finding {
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit: 0, evidence: [] };
  const arm = meteredArm(plan, record, { steps, gateway: 'requests', engine: 'gpuSeconds' });
  if ('unknown' in arm) return { ...unknown, reason: arm.unknown };
  const { calls } = arm;
  const bills = factsOf(record, 'bill');
  const missing = missingBill(plan, bills);
  if (missing !== undefined) return { ...unknown, samples: calls.length, reason: missing };
  const faults = bills.flatMap((bill) => faultsOf(bill, plan, arm));
  const found = { measured: faults.length, limit: 0, samples: calls.length, evidence: bills.map(describe) };
  return faults.length > 0
    ? { ...found, status: 'breached', reason: faults.join('; ') }
    : { ...found, status: 'held', reason: `${count(bills.length, 'bill')}, right to the last digit` };
}

function missingBill({ attack, victim, aggressor }: ArmPlan, bills: readonly SeenBill[]): string | undefined {
  const planned =
    attack.kind === 'steps' ? flatSteps(attack.steps).filter(({ kind }) => kind === 'bill') : [];
  if (planned.length === 0) return 'no bill was planned';
  const missing = planned.flatMap(({ id }) =>
    [victim.name, aggressor.name]
      .filter((tenant) => !bills.some((bill) => bill.step === id && bill.tenant === tenant))
      .map((tenant) => `the bill ${id} of ${tenant} is missing`),
  );
  return missing[0];
}

function faultsOf(bill: SeenBill, plan: ArmPlan, { calls, engine }: MeteredArm): string[] {
  const { step, tenant, fromMs, toMs, requests, computeSeconds } = bill;
  const served = calls.filter(
    (call) => isServedCall(call) && call.tenant === tenant && call.atMs > fromMs && call.atMs <= toMs,
  ).length;
  const gpuSeconds = engine.of(tenant);
  const faults = [
    ...(requests === served ? [] : [`${requests} requests, served were ${served}`]),
    ...(Math.abs(computeSeconds - gpuSeconds) <= resolutionSeconds
      ? []
      : [`${computeSeconds} GPU-seconds, the engine counted ${gpuSeconds.toFixed(6)}`]),
    ...moneyFaults(bill, pricesOf(plan, step)),
  ];
  return faults.map((fault) => `${tenant} was billed (${step}): ${fault}`);
}

function pricesOf({ attack }: ArmPlan, id: string) {
  const step = attack.kind === 'steps' ? flatSteps(attack.steps).find((each) => each.id === id) : undefined;
  return step?.kind === 'bill' ? step.prices : undefined;
}

const describe = ({ step, tenant, requests, computeSeconds, total }: SeenBill): string =>
  `${tenant} was billed (${step}): ${count(requests, 'request')}, ${computeSeconds} GPU-seconds, $${total}`;
