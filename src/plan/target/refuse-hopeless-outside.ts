import type { Capability } from '../../model/capability.ts';
import { UsageError } from '../../model/errors.ts';
import { flatSteps } from '../../model/flat-steps.ts';
import type { ArmPlan, AttackPlan } from '../../model/plan.ts';
import type { Settings } from '../../model/settings.ts';
import type { Step } from '../../model/step.ts';
import { streamsRps } from '../plan-design.ts';

/**
 * Refuses what the budget of a target turns into no attack, or what would go beyond it at one moment.
 * @throws UsageError `attack-cannot-bite`, `rate-over-budget` or `not-for-an-endpoint`
 */
export function refuseHopelessOutside(
  { scenario, attack, aggressor, design, outside }: ArmPlan,
  settings: Pick<Settings, 'target' | 'victim' | 'attack' | 'objectives'>,
): void {
  const { target, victim, attack: wanted } = settings;
  if (!target || !wanted) return;
  const victimRps = victim.rateRps + streamsRps(settings);
  const { rateRps } = target.budget;
  const promisedRps = aggressor.rateLimitRpm / 60;
  if (attack.kind === 'request-flood') {
    const isCut = victimRps + attack.rateRps >= rateRps - 1e-9;
    if (!isCut || attack.rateRps >= leastTimes * promisedRps) return;
    const enough = Math.ceil(victimRps + leastTimes * promisedRps);
    throw new UsageError(
      `${scenario}: budget.rateRps leaves the attack ${attack.rateRps.toFixed(1)} requests/s, and ${aggressor.name} was promised ${promisedRps.toFixed(1)}/s: that is no attack`,
      { code: 'attack-cannot-bite', hint: `Set budget.rateRps to ${enough} or more.` },
    );
  }
  refuseUnplayable(scenario, attack, outside?.shows ?? []);
  if (attack.kind !== 'steps') return;
  const victims = design.kind === 'paired-windows' ? victimRps : 0;
  const atOnce = Math.ceil(mostAtOnce(attack.steps) + victims);
  if (atOnce <= rateRps) return;
  throw new UsageError(`${scenario} sends ${atOnce} requests at once, and budget.rateRps is ${rateRps}`, {
    code: 'rate-over-budget',
    hint: `Set budget.rateRps to ${atOnce} or more, or leave the scenario out.`,
  });
}

/** An attack of less than this many times its promise would not be told from a busy tenant. */
const leastTimes = 2;

/**
 * An endpoint is sent completions, and nothing else: only what they cost is kept account of. Of its cluster nothing is asked
 * but about pods that are not made.
 */
function refuseUnplayable(scenario: string, attack: AttackPlan, shows: readonly Capability[]): void {
  const parts = attack.kind === 'steps' ? flatSteps(attack.steps).map(({ kind }) => kind) : [attack.kind];
  const others = parts.filter((kind) => {
    if (kind === 'try-pod') return !shows.includes('pod-dry-run');
    return kind !== 'completions' && kind !== 'pause';
  });
  if (others.length === 0) return;
  throw new UsageError(
    `${scenario} is played with ${[...new Set(others)].join(', ')}, which an endpoint alone cannot be asked`,
    {
      code: 'not-for-an-endpoint',
      hint: `Leave ${scenario} out, or play it on the reference stack (without target:).`,
    },
  );
}

/** Most requests of steps, one after the other, that go out at the same moment. */
const mostAtOnce = (steps: readonly Step[]): number => Math.max(0, ...steps.map(atOnceIn));

function atOnceIn(step: Step): number {
  if (step.kind === 'completions') return Math.min(step.atOnce, step.count);
  return step.kind === 'together' ? step.steps.reduce((sum, inner) => sum + atOnceIn(inner), 0) : 0;
}
