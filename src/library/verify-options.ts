import { loadScenarios } from '../cli/load-scenarios.ts';
import { loadConfig } from '../config/load-config.ts';
import type { ReadConfig } from '../config/parse-config.ts';
import { configSchema, type Config } from '../config/schema.ts';
import type { Progress } from '../model/progress.ts';
import type { Scenario } from '../model/scenario.ts';
import { checkScenario } from './define-scenario.ts';
import { faulty } from './faults.ts';

/** The environment of a process, as Node has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that `tenantproof.yaml` and the flags of `tenantproof verify` can say; each has a default. */
export interface VerifyOptions extends Omit<Config, 'scenarios'> {
  /** Ids of those that ship, and scenarios of your own, in the order in which they are played; default: those of the profile. */
  scenarios?: readonly (string | Scenario)[];
  /** A `tenantproof.yaml` whose settings hold where nothing else is said. Without it no file is read. */
  config?: string;
  /** Folder in which the run gets a folder of its own; default: `reports`. */
  reports?: string;
  /** Aborted: the run ends, and everything that was started is taken down. */
  signal?: AbortSignal;
  /** Told what is going on; default: nobody. */
  progress?: Progress;
  /** Default: that of the process. `TENANTPROOF_…` settings in it hold where the options say nothing. */
  env?: Environment;
}

/** What was asked for, without what the run is given of the outside world. */
export interface Asked {
  read: ReadConfig;
  env: NodeJS.ProcessEnv;
  own: Scenario[];
}

/** Settings that the environment has a say in, unless the options have. */
const variables = {
  TENANTPROOF_PROFILE: ({ profile }) => profile,
  TENANTPROOF_SEED: ({ seed }) => seed,
  TENANTPROOF_CLUSTER: ({ cluster }) => cluster,
  TENANTPROOF_KIND_IMAGE: ({ kindImage }) => kindImage,
  TENANTPROOF_GPUS: ({ gpus }) => gpus,
  TENANTPROOF_LOAD: ({ load }) => load?.from,
  TENANTPROOF_PUSHGATEWAY: ({ metrics }) => metrics?.pushgateway,
} as const satisfies Record<string, (settings: Config) => unknown>;

/** What is no setting of a run; every other key is one. */
const besideSettings = [
  'config',
  'reports',
  'signal',
  'progress',
  'env',
] as const satisfies (keyof VerifyOptions)[];

/**
 * Puts options, environment and file together: option > environment > file > default.
 * @throws UsageError `bad-options`, `bad-scenario`, and those of `loadConfig`
 */
export async function askedFor(options: VerifyOptions): Promise<Asked> {
  const { scenarios = [], config: file, env = process.env } = options;
  const own = scenarios.filter((scenario) => typeof scenario !== 'string');
  for (const scenario of own) checkScenario(scenario);
  const shipped = (await loadScenarios()).map(({ id }) => id);
  const given = settingsIn(options, shipped);
  const fromFile = file === undefined ? undefined : await loadConfig(file, shipped);
  const isOverruled = (name: string): boolean =>
    Object.hasOwn(variables, name) && variables[name as keyof typeof variables](given) !== undefined;
  return {
    read: {
      ...(fromFile?.file === undefined || 'target' in given ? {} : { file: fromFile.file }),
      config: { ...fromFile?.config, ...given },
      placeOf: (path) => (String(path[0]) in given ? undefined : fromFile?.placeOf(path)),
      warnings: fromFile?.warnings ?? [],
    },
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !isOverruled(name))),
    own,
  };
}

function settingsIn({ scenarios, ...options }: VerifyOptions, shipped: readonly string[]): Config {
  const ids = scenarios?.map((scenario) => (typeof scenario === 'string' ? scenario : scenario.id));
  // Whether there is such a scenario is told where they are chosen, own ones among them.
  const schema = configSchema([...shipped, ...(ids ?? [])]);
  const beside: readonly string[] = besideSettings;
  const said = Object.entries({ ...options, scenarios: ids }).filter(
    ([key, value]) => value !== undefined && !beside.includes(key),
  );
  const found = schema.safeParse(Object.fromEntries(said));
  if (found.success) return found.data;
  throw faulty('options', found.error, {
    code: 'bad-options',
    hint: `Valid: ${[...Object.keys(schema.shape), ...beside].join(', ')}.`,
  });
}
