import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { clientCalls, untested, type ClientCall } from './client-count.ts';
import { ledgerGrowth, type LedgerGrowth } from './ledger-growth.ts';
import type { LedgerQuery } from './ledger-reading.ts';

/** The steps of a scenario in which its ledgers were read, in order of time. */
export interface MeteringSteps {
  /** Readings of the gateway: nothing is asked for between the one before a restart and the restart. */
  gateway: readonly string[];
  /** Readings of the engines. */
  engine: readonly string[];
}

/** What everybody counted in one arm. */
export interface MeteredArm {
  gateway: LedgerGrowth;
  engine: LedgerGrowth;
  calls: readonly ClientCall[];
}

/** Puts the counts of an arm side by side, if they can be told and put the metering to the test. */
export function meteredArm(
  plan: ArmPlan,
  record: ArmRecord,
  {
    steps,
    gateway: ofGateway,
    engine: ofEngine,
  }: { steps: MeteringSteps } & Record<'gateway' | 'engine', LedgerQuery>,
): MeteredArm | { unknown: string } {
  const gateway = ledgerGrowth(record, steps.gateway, ofGateway);
  if ('unknown' in gateway) return gateway;
  const engine = ledgerGrowth(record, steps.engine, ofEngine);
  if ('unknown' in engine) return engine;
  const calls = clientCalls(plan, record);
  const amiss = untested(calls, gateway.restarts);
  return amiss === undefined ? { gateway, engine, calls } : { unknown: amiss };
}
