import type { Scenario } from './scenario.ts';

/** The scenario as a platform is asked that is seen at its endpoint alone. What needs more is among its checks, and says so. */
export function askedOutside({ outside, ...scenario }: Scenario): Scenario {
  if (!outside) return scenario;
  const { attack, design = scenario.design, checks } = outside;
  const asked = new Set(checks.map(({ check }) => check.id));
  const unasked = scenario.checks
    .filter(({ check }) => !asked.has(check.id))
    .map((check) => ({ ...check, needs: check.needs ?? scenario.needs }));
  return { ...scenario, needs: ['gateway'], attack, design, checks: [...checks, ...unasked] };
}
