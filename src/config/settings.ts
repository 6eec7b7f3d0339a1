import { dangers } from '../model/capability.ts';
import { UsageError } from '../model/errors.ts';
import { profiles } from '../model/profile.ts';
import { clusterChoices, gpuChoices, type PlaceAsked, type Settings } from '../model/settings.ts';
import { crowdSize } from './crowd-size.ts';
import { loadSettings } from './load-settings.ts';
import { metricsSettings, type MetricsFlags } from './metrics-settings.ts';
import { resolveTarget } from './resolve-target.ts';
import { victimRateFor } from './victim-rate.ts';
import type { Objective } from '../model/objective.ts';
import type { Config } from './schema.ts';

/** What was said on the command line about the cluster; absent means not said. */
export interface PlaceFlags {
  cluster?: string;
  kindImage?: string;
  gpus?: string;
  kubeconfig?: string;
  context?: string;
  allow?: readonly string[];
}

/** What was said on the command line; absent means not said. */
export interface Flags extends PlaceFlags, MetricsFlags {
  profile?: string;
  seed?: string;
  scenario?: readonly string[];
  slo?: readonly string[];
  attack?: boolean;
  tenants?: string;
  aggressors?: string;
  sham?: boolean;
  load?: string;
  loadPods?: string;
}

/**
 * By profile: the highest acceptable ratio of p99 under attack to p99 at rest, the chances of a wrong answer at the limit,
 * and how many pairs of windows may be spent on the answer (`design.md`, Profiles; `statistics.md`).
 */
export const byProfile = {
  quick: { p99Ratio: 1.1, errorHeld: 0.04, errorBreached: 0.01, maxPairs: 48 },
  nightly: { p99Ratio: 1.1, errorHeld: 0.01, errorBreached: 0.01, maxPairs: 96 },
  certify: { p99Ratio: 1.05, errorHeld: 0.01, errorBreached: 0.01, maxPairs: 96 },
} as const;

/**
 * Puts together what was asked: flag > environment (`TENANTPROOF_PROFILE`, `…_SEED`, `…_CLUSTER`, `…_KIND_IMAGE`, `…_GPUS`, `…_LOAD`,
 * `…_PUSHGATEWAY`) > file > default.
 * @throws UsageError `bad-option` naming the option and its valid choices
 */
export function resolveSettings(
  flags: Flags,
  env: NodeJS.ProcessEnv,
  config: Config,
  { randomSeed, objectives }: { randomSeed: number; objectives: readonly Objective[] },
): Settings {
  const profile = choice(
    'profile',
    flags.profile ?? env['TENANTPROOF_PROFILE'] ?? config.profile ?? 'quick',
    profiles,
  );
  const crowd = crowdSize(flags, config.crowd);
  const metrics = metricsSettings(flags, env, config.metrics);
  const target = resolveTarget(config);
  const seed = flags.seed ?? env['TENANTPROOF_SEED'] ?? config.seed ?? randomSeed;
  return {
    profile,
    seed: wholeNumber('seed', seed),
    scenarios: flags.scenario ?? config.scenarios ?? [],
    ...resolvePlace(flags, env, config),
    attack: (flags.attack ?? true) && (config.attack ?? true),
    victim: {
      rateRps: config.victim?.rateRps ?? (target ? victimRateFor(target) : 150),
      stream: config.victim?.stream ?? false,
    },
    sham: (flags.sham ?? true) && (config.sham ?? true),
    load: loadSettings(flags, env, config.load),
    ...(crowd ? { crowd } : {}),
    maxPairs: byProfile[profile].maxPairs,
    objectives,
    ...(metrics ? { metrics } : {}),
    ...(target ? { target } : {}),
    ...stopWhenOf(config),
    windows: config.windows?.seconds === undefined ? {} : { seconds: config.windows.seconds },
    limits: {
      p99Ratio: config.limits?.p99Ratio ?? byProfile[profile].p99Ratio,
      victimErrorRatio: config.limits?.victimErrorRatio ?? 0,
      errorHeld: byProfile[profile].errorHeld,
      errorBreached: byProfile[profile].errorBreached,
    },
  };
}

/** The abort button. What is not ours is not attacked without one. */
function stopWhenOf({ stopWhen, target }: Config): Pick<Settings, 'stopWhen'> {
  if (stopWhen) return { stopWhen };
  return target ? { stopWhen: { victimErrorRatio: 0.2 } } : {};
}

/** Where the run is to take place. @throws UsageError `bad-option` */
export function resolvePlace(flags: PlaceFlags, env: NodeJS.ProcessEnv, config: Config): PlaceAsked {
  const cluster = flags.cluster ?? env['TENANTPROOF_CLUSTER'] ?? config.cluster ?? 'auto';
  const kindImage = flags.kindImage ?? env['TENANTPROOF_KIND_IMAGE'] ?? config.kindImage;
  const gpus = flags.gpus ?? env['TENANTPROOF_GPUS'] ?? config.gpus ?? 'simulated';
  const kubeconfig = flags.kubeconfig ?? config.kubeconfig;
  const kubeContext = flags.context ?? config.kubeContext;
  return {
    cluster: choice('cluster', cluster, clusterChoices),
    ...(kindImage === undefined ? {} : { kindImage }),
    gpus: choice('kind of GPUs', gpus, gpuChoices),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(kubeContext === undefined ? {} : { kubeContext }),
    allow: flags.allow?.map((danger) => choice('danger', danger, dangers)) ?? config.allow ?? [],
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
