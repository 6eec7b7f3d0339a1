import { dangers, type Capability, type Lacks } from '../model/capability.ts';
import type { Verdict } from '../model/report.ts';
import type { Scenario, ScenarioCheck } from '../model/scenario.ts';
import { verdictId } from './judge-arm.ts';
import { needsHardware, notRunOnHardware } from './on-hardware.ts';

/** Verdicts of a scenario that can't be played here: nothing was tried, and nothing is claimed. */
export function notVerified(scenario: Scenario, why: string): Verdict[] {
  const untried = needsHardware(scenario) ? `; ${notRunOnHardware}` : '';
  return scenario.checks.map((check) => notChecked(scenario, check, `${why}${untried}`));
}

/** The verdict of a check that could not be asked. */
export const notChecked = (
  { id: scenario }: Pick<Scenario, 'id'>,
  { check }: Pick<ScenarioCheck, 'check'>,
  reason: string,
): Verdict => ({
  id: verdictId({ scenario, arm: 'protected' }, check.id),
  scenario,
  arm: 'protected',
  objective: check.objective,
  status: 'not-verified',
  measured: null,
  limit: null,
  unit: check.unit,
  reason,
  evidence: [],
});

/** Why a scenario that needs this is not played on a cluster that lacks it, or was not allowed to. */
export function lackOf(missing: readonly Capability[], lacks: Lacks = {}): string {
  const notAllowed = dangers.filter((danger) => missing.includes(danger));
  const lacking = missing.filter((need) => !notAllowed.some((danger) => danger === need));
  const known = new Set(lacking.flatMap((need) => lacks[need] ?? []));
  // Others follow, so that no reason ends the sentence.
  const reasons = [...known].map((reason) => reason.replace(/\.$/, ''));
  const because = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return [
    ...(lacking.length > 0
      ? [`needs ${lacking.join(', ')}, which this cluster does not have${because}`]
      : []),
    ...(notAllowed.length > 0 ? [`was not allowed here (--allow ${notAllowed.join(' ')})`] : []),
  ].join('; ');
}
