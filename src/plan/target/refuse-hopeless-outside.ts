import { UsageError } from '../../model/errors.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Settings } from '../../model/settings.ts';
import { flatSteps } from '../../model/flat-steps.ts';

/**
 * Refuses what the budget of a target turns into no attack, or what would go beyond it at one moment.
 * @throws UsageError `attack-cannot-bite` or `rate-over-budget`
 */
export function refuseHopelessOutside(
  { scenario, attack, aggressor }: ArmPlan,
  { target, victim, attack: wanted }: Pick<Settings, 'target' | 'victim' | 'attack'>,
): void {
  if (!target || !wanted) return;
  const { rateRps } = target.budget;
  const promisedRps = aggressor.rateLimitRpm / 60;
  if (attack.kind === 'request-flood' && attack.rateRps < leastTimes * promisedRps) {
    const enough = Math.ceil(victim.rateRps + leastTimes * promisedRps);
    throw new UsageError(
      `${scenario}: budget.rateRps leaves the attack ${attack.rateRps.toFixed(1)} requests/s, and ${aggressor.name} was promised ${promisedRps.toFixed(1)}/s: that is no attack`,
      { code: 'attack-cannot-bite', hint: `Set budget.rateRps to ${enough} or more.` },
    );
  }
  if (attack.kind !== 'steps') return;
  const atOnce = Math.max(
    0,
    ...flatSteps(attack.steps).map((step) => (step.kind === 'completions' ? step.atOnce : 0)),
  );
  if (atOnce <= rateRps) return;
  throw new UsageError(`${scenario} sends ${atOnce} requests at once, and budget.rateRps is ${rateRps}`, {
    code: 'rate-over-budget',
    hint: `Set budget.rateRps to ${atOnce} or more, or leave the scenario out.`,
  });
}

/** An attack of less than this many times its promise would not be told from a busy tenant. */
const leastTimes = 2;
