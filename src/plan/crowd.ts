import type { CrowdPlan } from '../model/crowd.ts';
import { UsageError } from '../model/errors.ts';
import { fewestSamples } from '../model/fewest-samples.ts';
import type { ArmPlan, DesignPlan } from '../model/plan.ts';
import type { Attack, Scenario } from '../model/scenario.ts';
import type { Settings } from '../model/settings.ts';
import type { StackFacts } from '../model/stack-facts.ts';

/** Only a load that runs away can be shared out among many; what one was promised cannot be a part of what each was. */
const isLoad = (attack: Attack): boolean => attack.kind === 'request-flood' && attack.timesPromisedRate > 1;

/**
 * The scenarios that a crowd can play. Others are left out where a profile chose them.
 * @throws UsageError `not-for-a-crowd` for one that was asked for by name, or if none is left
 */
export function scenariosForCrowd(
  scenarios: readonly Scenario[],
  { crowd, scenarios: named }: Pick<Settings, 'crowd' | 'scenarios'>,
): Scenario[] {
  if (!crowd) return [...scenarios];
  const unfit = scenarios.filter(({ attack }) => !isLoad(attack));
  if (unfit.length === 0 || (named.length === 0 && unfit.length < scenarios.length)) {
    return scenarios.filter(({ attack }) => isLoad(attack));
  }
  throw new UsageError(
    `The attack of ${unfit.map(({ id }) => id).join(', ')} is no load that many tenants could share`,
    {
      code: 'not-for-a-crowd',
      hint: 'Name only scenarios whose attack is a load, e.g. --scenario request-flood, or leave out --tenants (crowd: in tenantproof.yaml).',
    },
  );
}

/** Percentiles by which a victim may be judged, highest first. */
const percentiles = [0.99, 0.95, 0.9, 0.75, 0.5];

/** So many times the samples without which a bound does not exist make one that is of use (simulated). */
const timesFewest = 4;

interface CrowdTerms {
  settings: Pick<Settings, 'crowd'>;
  facts: StackFacts;
  design: DesignPlan;
  limits: Pick<ArmPlan['limits'], 'errorHeld' | 'errorBreached'>;
}

/** Who is on which side of an arm, and the percentile that a victim's samples can carry; undefined without a crowd. */
export function planCrowd({ settings, facts, design, limits }: CrowdTerms): CrowdPlan | undefined {
  const { crowd } = settings;
  if (!crowd || design.kind !== 'paired-windows') return undefined;
  const victims = facts.tenants.slice(0, crowd.tenants - crowd.aggressors);
  const aggressors = facts.tenants.slice(victims.length, crowd.tenants);
  const samples = samplesPerPhase(design) / victims.length;
  const error = Math.min(limits.errorHeld, limits.errorBreached) / design.looksPairs.length / victims.length;
  const carried = percentiles.find((share) => samples >= timesFewest * fewestSamples(share, error));
  return { victims, aggressors, percentile: carried ?? Math.min(...percentiles) };
}

/** Of all victims together, in all windows of a phase up to the last look. */
function samplesPerPhase({
  windows,
  looksPairs,
  victimRateRps,
}: Extract<DesignPlan, { kind: 'paired-windows' }>): number {
  const [first] = windows;
  const seconds = first ? first.toSeconds - first.measureFromSeconds : 0;
  return victimRateRps * seconds * Math.max(...looksPairs);
}
