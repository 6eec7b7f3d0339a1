import type { Plan } from './plan.ts';

type Played = Pick<Plan, 'profile' | 'seed' | 'arms' | 'target'>;

/** The command that plays one scenario of a run again, in the same order of windows and with the same crowd. */
export const reproduceCommand = (scenario: string, plan: Played): string =>
  commandOf([`--scenario ${scenario}`, ...flagsOf(plan)], plan);

/** The command that plays the whole of a run again. */
export const playAgainCommand = (plan: Played): string => commandOf(flagsOf(plan), plan);

/** A target that a program described is in no file: whoever plays it again must name one that describes it. */
function commandOf(flags: readonly string[], { target }: Played): string {
  const config = target ? [`--config ${target.config === undefined ? 'FILE' : quoted(target.config)}`] : [];
  const asIs = ['tenantproof verify', ...config, ...flags].join(' ');
  return target && target.config === undefined ? `${asIs}  # FILE: settings with this target` : asIs;
}

const flagsOf = ({ profile, seed, arms }: Played): string[] => [
  `--profile ${profile}`,
  `--seed ${seed}`,
  ...crowdFlags(arms),
];

/** What makes the plan's crowd again; none without one. */
function crowdFlags(arms: Plan['arms']): string[] {
  const crowd = arms.find((arm) => arm.crowd)?.crowd;
  if (!crowd) return [];
  const { victims, aggressors } = crowd;
  return [`--tenants ${victims.length + aggressors.length}`, `--aggressors ${aggressors.length}`];
}

/** As a shell takes it for one word. */
const quoted = (path: string): string =>
  /^[\w./@%+=:,][\w./@%+=:,-]*$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
