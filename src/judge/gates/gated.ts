import type { Check, Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { disbelieved, findingOfAll, type TenantFinding } from '../crowd/tenant-finding.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import type { FindsTheSame, Gate, GateResult } from './gate.ts';
import { factsOf } from '../facts.ts';
import { gatesOutside } from './gates-outside.ts';
import { apiServerAnswered } from './api-server-answered.ts';
import { attackDelivered } from './attack-delivered.ts';
import { mostlySound } from './mostly-sound.ts';
import { noFaults } from './no-faults.ts';

/** What a check says by its numbers alone. */
export interface BareCheck extends Omit<Check, 'judge'> {
  measure(plan: ArmPlan, record: ArmRecord): Finding;
  /** True if an undecided arm may be decided by more pairs of windows; such a check is asked at every look. */
  sequential?: true;
  /** Whether noise like that seen so far leaves it undecided after the last planned pair; asked of sequential checks. */
  isHopeless?(plan: ArmPlan, record: ArmRecord): boolean;
}

export interface GatesOfCheck {
  /** All must pass before `held` is believed: whatever could make a broken control look sound. */
  held: readonly Gate[];
  /** All must pass before `breached` is believed: whatever could make a sound control look broken. */
  breached: readonly Gate[];
}

/** A check whose findings pass through gates. */
export interface GatedCheck extends Check, BareCheck {
  gates: GatesOfCheck;
}

/** Puts gates before a check: if one trips, the finding becomes `inconclusive` and says why. */
export function gated(bare: BareCheck, gates: GatesOfCheck): GatedCheck {
  return {
    ...bare,
    gates,
    judge: (plan, record) => {
      const measured = bare.measure(plan, record);
      const finding = withCauses(measured, [
        noFaults.examine(plan, record),
        ...(plan.attack.kind === 'none' ? [attackDelivered.examine(plan, record)] : []),
        ...(gates.held.includes(mostlySound) && isTooDisturbed(plan, record, measured)
          ? [mostlySound.examine(plan, record)]
          : []),
      ]);
      return judgeGated(finding, gatesIn(plan, record, gates), (gate) =>
        gate.examine(plan, record, findsTheSame(bare, plan, finding)),
      );
    },
  };
}

/**
 * Where a control is removed, its absence must be the only thing that is wrong: else it may not be what broke the arm. With
 * the control in place a breach is a breach, whatever else went wrong.
 */
export function gatesIn(plan: ArmPlan, record: ArmRecord, gates: GatesOfCheck): GatesOfCheck {
  if (plan.outside) return gatesOutside(gates);
  if (!plan.weakness) return gates;
  return {
    ...gates,
    breached: [
      ...new Set([...gates.breached, noFaults]),
      ...(factsOf(record, 'api-call').length > 0 ? [apiServerAnswered] : []),
    ],
  };
}

/** Of many tenants each must be found the same. */
export const findsTheSame =
  (check: Pick<BareCheck, 'measure'>, plan: ArmPlan, finding: Finding): FindsTheSame =>
  (of) => {
    const other = check.measure(plan, of);
    const statuses = ({ status, tenants = [] }: Finding): string =>
      [status, ...tenants.map((tenant) => tenant.status)].join();
    return statuses(other) === statuses(finding);
  };

/**
 * What could not be measured because something was lost says what was lost, where nothing was attacked, that, and where too
 * few windows were left, what disturbed the others.
 */
function withCauses(finding: Finding, results: readonly GateResult[]): Finding {
  if (finding.status !== 'inconclusive') return finding;
  const causes = results.flatMap((result) => (result.ok ? [] : [result.cause]));
  return { ...finding, reason: [finding.reason, ...causes].join('; ') };
}

/** One pair alone tells of no spread, and none of anything. */
const isTooDisturbed = (plan: ArmPlan, record: ArmRecord, { measured }: Finding): boolean =>
  measured === null && soundPairs(plan, record).pairs.length < 2;

export const isGated = (check: Check): check is GatedCheck => 'gates' in check && 'measure' in check;

type Examine = (gate: Gate) => GateResult;

/** Of many tenants each is believed or not, and then all of them together. */
function judgeGated(finding: Finding, gates: GatesOfCheck, examine: Examine): Finding {
  const { tenants } = finding;
  if (!tenants) return passThrough(finding, gates, examine);
  const results = new Map<Gate, GateResult>();
  const once = (gate: Gate): GateResult => {
    const result = results.get(gate) ?? examine(gate);
    results.set(gate, result);
    return result;
  };
  const believed = (['held', 'breached'] as const).reduce<readonly TenantFinding[]>((left, status) => {
    const causes = gates[status].map(once).flatMap((result) => (result.ok ? [] : [result.cause]));
    return causes.length === 0 ? left : disbelieved(left, status, causes.join('; '));
  }, tenants);
  if (believed === tenants) return passThrough(finding, gates, once);
  const all = findingOfAll(believed);
  return all.status === finding.status
    ? passThrough({ ...finding, ...all }, gates, once)
    : { ...passThrough(finding, gates, once), tenants: [...believed] };
}

function passThrough(finding: Finding, gates: GatesOfCheck, examine: Examine): Finding {
  if (finding.status !== 'held' && finding.status !== 'breached') return finding;
  const results = gates[finding.status].map(examine);
  const causes = results.flatMap((result) => (result.ok ? [] : [result.cause]));
  const seen = results.flatMap((result) => (result.ok ? [result.seen] : []));
  if (causes.length === 0) return { ...finding, evidence: [...finding.evidence, ...seen] };
  return {
    ...finding,
    status: 'inconclusive',
    reason: causes.join('; '),
    evidence: [...finding.evidence, ...seen, `Not counted as ${finding.status}: ${finding.reason}`],
  };
}
