import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { isBrokenOff, type ClientCall } from '../metering/client-count.ts';
import { meteredArm, type MeteredArm, type MeteringSteps } from '../metering/metered-arm.ts';
import { number } from '../words.ts';

/**
 * Every token is counted, those of broken-off streams too. Of an answer that was broken off the client knows only what came:
 * the gateway must count no less, and no more than the engine made.
 */
export function tokensMetered(steps: MeteringSteps): GatedCheck {
  return gated(
    {
      id: 'tokens-metered',
      objective:
        'The gateway counts every token: no fewer than clients received, no more than the engine made',
      unit: 'tokens counted otherwise',
      measure: (plan, record) => measure(steps, plan, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade, noFaults] },
  );
}

function measure(steps: MeteringSteps, plan: ArmPlan, record: ArmRecord): Finding {
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit: 0, evidence: [] };
  const arm = meteredArm(plan, record, { steps, gateway: 'tokens', engine: 'tokens' });
  if ('unknown' in arm) return { ...unknown, reason: arm.unknown };
  const { calls } = arm;
  const accounts = [...new Set(calls.map(({ tenant }) => tenant))]
    .toSorted()
    .flatMap((tenant) => accountsOf(tenant, arm));
  const disputed = accounts.filter(({ off }) => off > 0);
  const found = {
    measured: disputed.reduce((sum, { off }) => sum + off, 0),
    limit: 0,
    samples: calls.length,
    evidence: accounts.map(describe),
  };
  return disputed.length > 0
    ? { ...found, status: 'breached', reason: disputed.map(describe).join('; ') }
    : { ...found, status: 'held', reason: 'gateway, engine and clients agree on every token' };
}

interface Account {
  what: string;
  clients: number;
  gateway: number;
  engine: number;
  /** Tokens that somebody did not count, or counted and should not have. */
  off: number;
}

function accountsOf(tenant: string, { calls, gateway, engine }: MeteredArm): Account[] {
  const own = calls.filter((call) => call.tenant === tenant);
  const sum = (tokens: (call: ClientCall) => number): number =>
    own.reduce((all, call) => all + tokens(call), 0);
  const input = {
    clients: sum(({ inputTokens }) => inputTokens),
    gateway: gateway.of(`${tenant} input`),
    engine: engine.of(`${tenant} input`) + engine.of(`${tenant} cached`),
  };
  const output = {
    clients: sum(({ outputTokens }) => outputTokens),
    gateway: gateway.of(`${tenant} output`),
    engine: engine.of(`${tenant} output`),
  };
  return [
    {
      what: `${tenant} input`,
      ...input,
      off: Math.abs(input.gateway - input.clients) + Math.abs(input.engine - input.clients),
    },
    {
      what: `${tenant} output`,
      ...output,
      off:
        Math.max(0, output.clients - output.gateway) +
        Math.max(0, output.gateway - output.engine) +
        (own.some(isBrokenOff) ? 0 : Math.max(0, output.engine - output.clients)),
    },
  ];
}

const describe = ({ what, clients, gateway, engine }: Account): string =>
  `${what}: clients ${number(clients)}, gateway ${number(gateway)}, engine ${number(engine)}`;
