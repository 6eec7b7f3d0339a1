import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Plan } from '../../../src/model/plan.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import type { CliResult } from '../../helpers/run-cli.ts';
import { smallServer, type SmallServer } from '../steps/small-server.ts';
import { keys, openAiLike, type OpenAiLike } from './init-endpoints.ts';

export interface Written extends AsyncDisposable {
  file: string;
  text: () => Promise<string>;
  init: (flags: readonly string[], env?: NodeJS.ProcessEnv) => Promise<CliResult>;
  /** Exit code and plan of `verify --dry-run` on what was written. */
  dryRun: (env?: NodeJS.ProcessEnv) => Promise<{ exitCode: number | null; plan: Plan }>;
}

/** A folder of its own for the file that is written. */
export async function place(): Promise<Written> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-init-'));
  const file = join(folder, 'tenantproof.yaml');
  const env = { ...keys, XDG_CACHE_HOME: folder };
  return {
    file,
    text: () => readFile(file, 'utf8'),
    init: (flags, more = {}) => runCliHere(['init', '--output', file, ...flags], { ...env, ...more }),
    dryRun: async (more = {}) => {
      const { exitCode, stdout } = await runCliHere(['verify', '--config', file, '--dry-run'], {
        ...env,
        ...more,
      });
      return { exitCode, plan: JSON.parse(stdout) as Plan };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export const gateway = (like: OpenAiLike = {}): Promise<SmallServer> => smallServer(openAiLike(like));

export const tenants = ['--tenant', 'team-a,rpm=600,burst=20', '--tenant', 'team-b,rpm=60'];
export const named = ['--tenant', 'team-a,rpm=600,model=m', '--tenant', 'team-b,rpm=60,model=m'];
export const at = ({ url }: SmallServer, more: readonly string[] = tenants): string[] => [
  '--endpoint',
  `${url.origin}/v1`,
  ...more,
];

export const requests = ({ asked }: SmallServer): string[] =>
  asked.map(({ method, path }) => `${method} ${path}`);

export const withoutKeys = (...texts: readonly string[]): void => {
  for (const key of Object.values(keys))
    for (const text of texts) expect(text).not.toContain(key.slice(0, 8));
};
