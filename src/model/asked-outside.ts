import type { Scenario } from './scenario.ts';

/** The scenario as a platform is asked that is not ours. What needs more is among its checks, and says so. */
export function askedOutside({ outside, ...scenario }: Scenario): Scenario {
  if (!outside) return scenario;
  const { attack, design = scenario.design, checks, needs = ['gateway'] } = outside;
  const asked = new Set(checks.map(({ check }) => check.id));
  const unasked = scenario.checks
    .filter(({ check }) => !asked.has(check.id))
    .map((check) => ({ ...check, needs: check.needs ?? scenario.needs }));
  return { ...scenario, needs, attack, design, checks: [...checks, ...unasked] };
}
