import { UsageError } from '../model/errors.ts';
import { profiles } from '../model/plan.ts';
import { clusterChoices, type Settings } from '../model/settings.ts';
import type { Config } from './schema.ts';

/** What was said on the command line; absent means not said. */
export interface Flags {
  profile?: string;
  seed?: string;
  scenario?: readonly string[];
  cluster?: string;
  attack?: boolean;
}

/** Highest acceptable ratio of p99 under attack to p99 at rest, by profile (`design.md`, Profiles). */
const p99RatioLimit = { quick: 1.1, nightly: 1.1, certify: 1.05 } as const;

/**
 * Puts together what was asked: flag > environment (`TENANTPROOF_PROFILE`, `…_SEED`, `…_CLUSTER`) > file > default.
 * @throws UsageError `bad-option` naming the option and its valid choices
 */
export function resolveSettings(
  flags: Flags,
  env: NodeJS.ProcessEnv,
  config: Config,
  randomSeed: number,
): Settings {
  const profile = choice(
    'profile',
    flags.profile ?? env['TENANTPROOF_PROFILE'] ?? config.profile ?? 'quick',
    profiles,
  );
  const seed = flags.seed ?? env['TENANTPROOF_SEED'] ?? config.seed ?? randomSeed;
  return {
    profile,
    seed: wholeNumber('seed', seed),
    scenarios: flags.scenario ?? config.scenarios ?? [],
    cluster: choice(
      'cluster',
      flags.cluster ?? env['TENANTPROOF_CLUSTER'] ?? config.cluster ?? 'auto',
      clusterChoices,
    ),
    attack: (flags.attack ?? true) && (config.attack ?? true),
    victim: { rateRps: config.victim?.rateRps ?? 150 },
    windows: config.windows?.seconds === undefined ? {} : { seconds: config.windows.seconds },
    limits: {
      p99Ratio: config.limits?.p99Ratio ?? p99RatioLimit[profile],
      victimErrorRatio: config.limits?.victimErrorRatio ?? 0,
    },
  };
}

function choice<T extends string>(name: string, value: string, valid: readonly T[]): T {
  const found = valid.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(`Unknown ${name} '${value}'`, {
    code: 'bad-option',
    hint: `Choose one of: ${valid.join(', ')}.`,
  });
}

const maxSeed = 2 ** 32 - 1;

function wholeNumber(name: string, value: string | number): number {
  const number = typeof value === 'number' ? value : /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isInteger(number) && number >= 0 && number <= maxSeed) return number;
  throw new UsageError(`The ${name} '${value}' is not a whole number`, {
    code: 'bad-option',
    hint: `Give a whole number between 0 and ${maxSeed}.`,
  });
}
