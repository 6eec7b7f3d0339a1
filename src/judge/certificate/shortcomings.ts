import { armIdOf, armKey } from '../../model/arm-id.ts';
import type { Limits, Plan } from '../../model/plan.ts';
import { isOutside } from '../../model/outside.ts';
import type { Report, Verdict } from '../../model/report.ts';
import type { Scenario, Weakness } from '../../model/scenario.ts';

/** What a scenario must have been put through before it can be certified. */
export type ScenarioToCertify = Pick<Scenario, 'id' | 'profiles'> & {
  weaknesses: readonly Pick<Weakness, 'fixture'>[];
};

/** What the certify profile asks for, whatever a run was told. */
export interface CertifyRules {
  /** Every scenario there is. */
  scenarios: readonly ScenarioToCertify[];
  limits: Pick<Limits, (typeof strictLimits)[number]>;
}

/** Limits that a run may not have looser than the profile: each is an upper bound of what is accepted. */
const strictLimits = ['p99Ratio', 'victimErrorRatio', 'errorHeld'] as const;

/**
 * Why what a run found cannot be certified, one line each; empty if it can. A scenario that was left out by name need not
 * be verified, but what was played counts.
 * @param leftOut ids of scenarios
 */
export function shortcomingsOf(report: Report, leftOut: ReadonlySet<string>): string[] {
  const { run, summary, verdicts } = report;
  return [
    ...(isOutside(run) ? [notExercised] : []),
    ...(run.profile === 'certify' ? [] : [`the run was played in the profile ${run.profile}, not certify`]),
    ...(run.endedEarly === undefined ? [] : [`the run ended early: ${run.endedEarly}`]),
    ...verdicts.flatMap((verdict) => shortcomingOf(verdict, leftOut)),
    ...playedAllTheSame(verdicts, leftOut),
    ...(summary.held === 0 ? ['nothing was held: nothing is shown'] : []),
  ];
}

/** A certificate says that every check was seen to break. */
const notExercised =
  'no control was removed: the run was played on a platform that is not ours, where nobody has seen its checks break';

function shortcomingOf(
  { id, arm, scenario, status, reason, notPlayed }: Verdict,
  leftOut: ReadonlySet<string>,
): string[] {
  const excused = status === 'not-verified' && leftOut.has(scenario);
  if (excused || status === (arm === 'protected' ? 'held' : 'breached')) return [];
  if (arm === 'protected') return [`${id} ${status}: ${reason}`];
  const found = notPlayed
    ? 'not played, where it had to break'
    : `missed, as ${status} where it had to break`;
  return [`${id} ${found}: ${reason}`];
}

/** Leaving out is for what could not be played, not for choosing among what was. */
const playedAllTheSame = (verdicts: readonly Verdict[], leftOut: ReadonlySet<string>): string[] => {
  const played = verdicts.filter(
    ({ status, scenario }) => status !== 'not-verified' && leftOut.has(scenario),
  );
  return [...new Set(played.map(({ scenario }) => `${scenario} was played, so that it cannot be left out`))];
};

/** What a plan left out or made easier than the certify profile has it, one line each. */
export function shortcomingsOfPlan(
  plan: Plan,
  { scenarios, limits }: CertifyRules,
  leftOut: ReadonlySet<string>,
): string[] {
  const planned = new Set(plan.arms.map((arm) => armKey(armIdOf(arm))));
  const wanted = scenarios.filter(({ id, profiles }) => profiles.includes('certify') && !leftOut.has(id));
  // Where nothing can be removed, that is said once, and not of each weakness.
  const asked = wanted.map((scenario) => (plan.target ? { ...scenario, weaknesses: [] } : scenario));
  return [...asked.flatMap((scenario) => unplayed(scenario, planned)), ...looserLimits(plan, limits)];
}

function unplayed({ id, weaknesses }: ScenarioToCertify, planned: ReadonlySet<string>): string[] {
  if (!planned.has(armKey({ scenario: id, arm: 'protected' }))) return [`${id} was not played`];
  return weaknesses
    .filter(({ fixture }) => !planned.has(armKey({ scenario: id, arm: 'weakened', weakness: fixture })))
    .map(({ fixture }) => `${id} was not played with its weakness ${fixture}`);
}

function looserLimits({ arms }: Plan, asked: CertifyRules['limits']): string[] {
  const lines = arms
    .filter(({ arm }) => arm === 'protected')
    .flatMap(({ scenario, limits }) =>
      strictLimits
        .filter((name) => !(limits[name] <= asked[name]))
        .map(
          (name) => `${scenario} was judged by ${name} ${limits[name]}, the profile asks for ${asked[name]}`,
        ),
    );
  return [...new Set(lines)];
}
