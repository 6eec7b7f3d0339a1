import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { parseConfig } from '../../config/parse-config.ts';
import { defaultBudget } from '../../config/resolve-target.ts';
import { UsageError } from '../../model/errors.ts';
import { exitCode } from '../../model/exit-code.ts';
import { plainText } from '../../report/plain-text.ts';
import { packageFile } from '../../system/package-file.ts';
import type { CommandContext } from '../context.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { begin, type BeginFlags } from './begin.ts';
import { configText } from './config-text.ts';
import { explore } from './explore.ts';
import { openQuestions } from './questions/questions.ts';
import { requestsFrom, settleBudget } from './settle-budget.ts';
import { tenantKeys } from './tenant-keys.ts';
import { toldText } from './told-text.ts';

export interface InitFlags extends BeginFlags {
  requests?: string;
  output: string;
  force?: boolean;
  kubeconfig?: string;
  context?: string;
  yes?: boolean;
}

/**
 * Writes a `tenantproof.yaml` for a stack that is not ours, and says what was seen of it, and what not.
 * @throws UsageError `file-exists`, `missing-flags` and those of what is said wrongly
 */
export async function init(flags: InitFlags, context: CommandContext): Promise<number> {
  const { env, signal, keyboard, colours } = context;
  const { output, force = false, kubeconfig, context: kubeContext } = flags;
  if (!force && existsSync(output)) throw fileExists(output);
  const requests = requestsFrom(flags.requests);
  using questions = keyboard && !flags.yes ? openQuestions(keyboard, signal) : undefined;
  const beginning = await begin(flags, questions, env);
  const keys = await tenantKeys(beginning.tenants, env);
  const explored = await explore(beginning, keys, { questions, context });
  const verify = verifyCommand(output);
  const cluster = {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(kubeContext === undefined ? {} : { context: kubeContext }),
  };
  const parts = { ...explored, cluster, schemaPath: schemaPathFor(output), verify };
  const ids = (await loadScenarios()).map(({ id }) => id);
  const read = parseConfig(configText({ ...parts, stream: false, budget: defaultBudget }), output, ids);
  const [victimRpm = 0, aggressorRpm = 0] = explored.tenants.map(
    ({ promises }) => promises.requestsPerMinute?.value ?? 0,
  );
  const promised = { victimRpm, aggressorRpm };
  const settled = await settleBudget(read, {
    requests,
    promised,
    streams: explored.seen.streams ?? false,
    questions,
    env,
  });
  const text = configText({ ...parts, ...settled });
  parseConfig(text, output, ids);
  await write(output, text, force);
  context.print(
    toldText(
      { ...explored, keyless: keys.keyless, plan: settled.plan, output: plainText(output), verify },
      colours,
    ),
  );
  return exitCode.held;
}

const write = (output: string, text: string, force: boolean): Promise<void> =>
  writeFile(output, text, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? fileExists(output) : error;
  });

const fileExists = (output: string): UsageError =>
  new UsageError(`${plainText(output)} is there already`, {
    code: 'file-exists',
    hint: 'Name another with --output, or write over it with --force.',
  });

const usualFile = 'tenantproof.yaml';

function verifyCommand(output: string): string {
  if (resolve(output) === resolve(usualFile)) return 'tenantproof verify';
  const shown = plainText(output);
  return `tenantproof verify --config ${/^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`}`;
}

const schemaFile = 'tenantproof.schema.json';

/** From the file to the schema of this package, if that lies where the work is done; else to where npm installs it. */
function schemaPathFor(output: string): string {
  const shipped = packageFile(schemaFile);
  const isHere = !relative(process.cwd(), shipped).startsWith('..');
  return isHere
    ? `./${relative(dirname(resolve(output)), shipped)}`
    : `./node_modules/tenantproof/${schemaFile}`;
}
