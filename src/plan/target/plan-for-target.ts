import { askedOutside } from '../../model/asked-outside.ts';
import type { Capability } from '../../model/capability.ts';
import { UsageError } from '../../model/errors.ts';
import { mostKnocks } from '../../model/reference-request.ts';
import type { NotPlanned, Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Spending, Target } from '../../model/target.ts';
import { makePlan, type PlanInput } from '../make-plan.ts';
import { podDryRunsOf } from './pod-dry-runs.ts';
import { refuseUnpromised } from './refuse-unpromised.ts';
import { mostOf, reference, sum } from './spending.ts';
import { targetShows } from './target-shows.ts';

export interface TargetInput extends PlanInput {
  target: Target;
  /** What of the budget is left: less than all of it, if a run before this one did not come to its end. */
  left: Spending;
}

/**
 * The plan of a run against a target: what can be asked of it within its budget, and why not the rest. What was asked for
 * by name must be possible.
 * @throws UsageError those of `makePlan`, `budget-too-small`, or `nothing-to-play` if no scenario is left
 */
export function planForTarget(input: TargetInput): Plan {
  const { settings, target, left } = input;
  const isNamed = settings.scenarios.length > 0;
  const notPlanned: NotPlanned[] = [];
  const chosen: Scenario[] = [];
  const spent: Spending[] = [knocksOf(target)];
  for (const whole of input.scenarios) {
    const scenario = askedOutside(whole);
    try {
      refuseUnseen(scenario, target);
      refuseUnpromised(whole, target);
      const least = leastOf({ ...input, scenarios: [scenario] });
      refuseOverBudget(scenario, { least: sum([...spent, least]), left, target });
      chosen.push(scenario);
      spent.push(least);
    } catch (error) {
      if (isNamed || !(error instanceof UsageError)) throw error;
      notPlanned.push({ scenario: scenario.id, reason: error.message });
    }
  }
  if (chosen.length === 0) throw nothingLeft(notPlanned);
  const plan = longestWithin({ ...input, scenarios: chosen });
  const { endpoint, budget, prometheus } = target;
  return {
    ...plan,
    target: {
      endpoint,
      budget,
      most: mostOfPlan(plan, target),
      ...podDryRunsOf(plan),
      ...(prometheus ? { prometheus: { url: prometheus.url, engine: prometheus.engine } } : {}),
    },
    ...(notPlanned.length > 0 ? { notPlanned } : {}),
  };
}

/** Each tenant's key is tried before anything is played. */
const knocksOf = ({ tenants }: Pick<Target, 'tenants'>): Spending => reference(mostKnocks * tenants.length);

const mostOfPlan = ({ arms }: Pick<Plan, 'arms'>, target: Pick<Target, 'tenants'>): Spending =>
  sum([...arms.map(mostOf), knocksOf(target)]);

const isWithin = (wanted: Spending, { requests, tokens }: Spending): boolean =>
  wanted.requests <= requests && wanted.tokens <= tokens;

/** With as few pairs of windows as can decide anything. */
const leastOf = (input: PlanInput): Spending => sum(withPairs(input, 1).arms.map(mostOf));

const withPairs = (input: PlanInput, maxPairs: number): Plan =>
  makePlan({ ...input, settings: { ...input.settings, maxPairs } });

/** As many pairs of windows as the settings allow and the budget bears. */
function longestWithin(input: TargetInput): Plan {
  const { scenarios, settings, left, target } = input;
  const looks = scenarios.flatMap(({ design }) =>
    design.kind === 'paired-windows' ? design.looksPairs : [],
  );
  const choices = [...new Set([settings.maxPairs, ...looks])]
    .filter((pairs) => pairs <= settings.maxPairs)
    .toSorted((a, b) => b - a);
  for (const pairs of choices) {
    const plan = withPairs(input, pairs);
    if (isWithin(mostOfPlan(plan, target), left)) return plan;
  }
  return withPairs(input, 1);
}

/** What is in the pods, in the node or in the counters cannot be seen at an endpoint, nor by pods that are not made. */
function refuseUnseen({ id, needs }: Scenario, target: Target): void {
  const shown = targetShows(target);
  const unseen = needs.filter((need: Capability) => !shown.includes(need));
  if (unseen.length === 0) return;
  const instead = unseen.includes('pod-dry-run')
    ? `Add target.cluster, or leave ${id} out.`
    : `Leave ${id} out, or play it on the reference stack (without target:).`;
  throw new UsageError(`needs ${unseen.join(', ')}, which ${whatShows(target)} does not show`, {
    code: 'not-for-an-endpoint',
    hint: instead,
  });
}

const whatShows = ({ cluster }: Target): string =>
  cluster ? 'an endpoint with a cluster in which nothing is made' : 'an endpoint alone';

interface Bounds {
  least: Spending;
  left: Spending;
  target: Target;
}

function refuseOverBudget({ id }: Scenario, { least, left, target }: Bounds): void {
  if (isWithin(least, left)) return;
  const { requests, tokens } = target.budget;
  const words = ({ requests, tokens }: Spending): string => `${requests} requests and ${tokens} tokens`;
  const rest = isWithin({ requests, tokens }, left) ? '' : `, of which ${words(left)} are left`;
  throw new UsageError(
    `${id} may take ${words(least)} with all before it, and the budget is ${words({ requests, tokens })}${rest}`,
    {
      code: 'budget-too-small',
      hint: 'Raise budget.requests and budget.tokens, lower budget.rateRps, or leave the scenario out.',
    },
  );
}

const nothingLeft = (notPlanned: readonly NotPlanned[]): UsageError =>
  new UsageError(
    [
      'No scenario can be played against this target:',
      ...notPlanned.map(({ scenario, reason }) => `  ${scenario}: ${reason}`),
    ].join('\n'),
    {
      code: 'nothing-to-play',
      hint: 'Each line names what would make it possible; --scenario ID asks for one of them.',
    },
  );
