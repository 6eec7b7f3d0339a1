import { dangers, type Capability } from '../model/capability.ts';
import type { Verdict } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import { verdictId } from './judge-arm.ts';
import { needsHardware, notRunOnHardware } from './on-hardware.ts';

/** Verdicts of a scenario that this cluster or stack can't play: nothing was tried, and nothing is claimed. */
export function notVerified(scenario: Scenario, missing: readonly Capability[]): Verdict[] {
  const untried = needsHardware(scenario) ? `; ${notRunOnHardware}` : '';
  return scenario.checks.map(({ check }) => ({
    id: verdictId({ scenario: scenario.id, arm: 'protected' }, check.id),
    scenario: scenario.id,
    arm: 'protected',
    objective: check.objective,
    status: 'not-verified',
    measured: null,
    limit: null,
    unit: check.unit,
    reason: `${reasonFor(missing)}${untried}`,
    evidence: [],
  }));
}

function reasonFor(missing: readonly Capability[]): string {
  const notAllowed = dangers.filter((danger) => missing.includes(danger));
  const lacking = missing.filter((need) => !notAllowed.some((danger) => danger === need));
  return [
    ...(lacking.length > 0 ? [`needs ${lacking.join(', ')}, which this cluster does not have`] : []),
    ...(notAllowed.length > 0 ? [`was not allowed here (--allow ${notAllowed.join(' ')})`] : []),
  ].join('; ');
}
