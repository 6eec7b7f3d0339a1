import { UsageError } from '../model/errors.ts';
import type { Check } from '../model/check.ts';
import type { Objective } from '../model/objective.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Settings } from '../model/settings.ts';

/** Ids of the scenarios' own checks whose limit an objective of the same name replaces. */
const ownLimits = { 'victim-p99-ratio': 'p99Ratio', 'victim-errors': 'victimErrorRatio' } as const;

const ownLimitOf = ({ id }: Objective): (typeof ownLimits)[keyof typeof ownLimits] | undefined =>
  Object.hasOwn(ownLimits, id) ? ownLimits[id as keyof typeof ownLimits] : undefined;

/** What an objective of such a name must measure. */
const ownIndicators = { 'victim-p99-ratio': 'latency-ratio', 'victim-errors': 'error-ratio' } as const;

/**
 * The limits of a scenario, with those replaced that an objective names.
 * @throws UsageError `bad-objective` for one that has the name of a built-in check and measures something else
 */
export function withLimitsOf<T extends Settings['limits']>(
  objectives: readonly Objective[],
  limits: T,
  scenario: string,
): T {
  const replaced = objectives.flatMap((objective) => {
    const name = ownLimitOf(objective);
    if (name === undefined) return [];
    refuseOtherMeaning(objective);
    return isAskedIn(objective, scenario) ? [[name, objective.limit] as const] : [];
  });
  return { ...limits, ...Object.fromEntries(replaced) };
}

function refuseOtherMeaning({ id, indicator }: Objective): void {
  const kind = ownIndicators[id as keyof typeof ownIndicators];
  const isOther =
    indicator.kind === 'latency-ratio' && (indicator.percentile !== 0.99 || indicator.until !== undefined);
  if (indicator.kind === kind && !isOther) return;
  throw new UsageError(
    `The objective ${id} has the name of a built-in check, which measures something else`,
    {
      code: 'bad-objective',
      hint: `Give it another name, or let it measure ${kind}${kind === 'latency-ratio' ? ' with target 0.99' : ''}.`,
    },
  );
}

/** Objectives that are asked in a scenario beyond its own checks; only one that measures a victim can answer them. */
export function objectivesFor(
  { id, design }: Scenario,
  objectives: readonly Objective[],
): readonly Objective[] {
  if (design.kind !== 'paired-windows') return [];
  return objectives.filter((objective) => ownLimitOf(objective) === undefined && isAskedIn(objective, id));
}

const isAskedIn = ({ scenarios }: Objective, scenario: string): boolean =>
  scenarios.length === 0 || scenarios.includes(scenario);

/** Whether chance alone could call the check breached: it measures, and does not count. */
const isAtRisk = (check: Check): boolean => 'sequential' in check && check.sequential === true;

/** Objectives of a run that chance could breach, over the protected arms of all its scenarios; each victim of a crowd alone is one more. */
export const objectivesAtRisk = (
  scenarios: readonly Scenario[],
  objectives: readonly Objective[],
  isCrowd = false,
): number =>
  scenarios.reduce(
    (sum, scenario) =>
      sum +
      scenario.checks.filter(({ check }) => isAtRisk(check)).length +
      Number(isCrowd) +
      objectivesFor(scenario, objectives).length,
    0,
  );
