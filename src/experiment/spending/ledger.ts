import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../../model/errors.ts';
import type { Budget, Spending, Target } from '../../model/target.ts';
import { cacheFolder } from '../../system/cache-folder.ts';

const accountSchema = z.object({
  endpoint: z.string(),
  run: z.string(),
  /** The run has not come to its end: what it spent counts for the next one too. */
  open: z.boolean(),
  requests: z.number().int().nonnegative(),
  tokens: z.number().int().nonnegative(),
});

/** What the last run against an endpoint has spent. */
export type Account = z.infer<typeof accountSchema>;

type Place = Pick<Target, 'endpoint'>;

const accountPath = ({ endpoint }: Place, env: NodeJS.ProcessEnv): string =>
  join(
    cacheFolder(env),
    'budgets',
    `${createHash('sha256').update(endpoint).digest('hex').slice(0, 16)}.json`,
  );

/**
 * The account of the last run against the endpoint; undefined if there was none.
 * @throws EnvironmentError `budget-unreadable`: what was spent is not known, so nothing more may be
 */
export function readLedger(target: Place, env: NodeJS.ProcessEnv): Account | undefined {
  const path = accountPath(target, env);
  try {
    return accountSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new EnvironmentError(`What was sent to ${target.endpoint} so far cannot be read from ${path}`, {
      code: 'budget-unreadable',
      hint: 'Begin anew with --new-budget.',
      cause: error,
    });
  }
}

/** What a run may still spend: less than the budget, if the one before it was cut short. */
export function leftOf({ budget }: Pick<Target, 'budget'>, account: Account | undefined): Spending {
  const spent = account?.open === true ? account : { requests: 0, tokens: 0 };
  return {
    requests: Math.max(0, budget.requests - spent.requests),
    tokens: Math.max(0, budget.tokens - spent.tokens),
  };
}

/** Keeps account of what a run sends. Whatever is sent was written down before. */
export interface Ledger {
  /** @throws EnvironmentError `budget-spent` if the budget does not have so much */
  take(spending: Spending): void;
  /** What was taken and not sent. */
  giveBack(spending: Spending): void;
  /** The run has come to its end: the next has a whole budget. */
  close(): void;
  spent(): Spending;
}

export interface LedgerOptions {
  run: string;
  env: NodeJS.ProcessEnv;
  /** What was spent before, by a run that was cut short, does not count. */
  fresh: boolean;
}

/** Opens the account of a run. It goes on from one that was cut short. @throws EnvironmentError `budget-unreadable` */
export function openLedger(target: Place & { budget: Budget }, { run, env, fresh }: LedgerOptions): Ledger {
  const path = accountPath(target, env);
  const before = fresh ? undefined : readLedger(target, env);
  const { requests, tokens } = before?.open === true ? before : { requests: 0, tokens: 0 };
  const account: Account = { endpoint: target.endpoint, run, open: true, requests, tokens };
  const write = (): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(account), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  write();
  const { budget } = target;
  return {
    take({ requests, tokens }) {
      if (account.requests + requests > budget.requests || account.tokens + tokens > budget.tokens)
        throw spentAll(budget, account);
      account.requests += requests;
      account.tokens += tokens;
      write();
    },
    giveBack({ requests, tokens }) {
      account.requests -= requests;
      account.tokens -= tokens;
      write();
    },
    close() {
      account.open = false;
      write();
    },
    spent: () => ({ requests: account.requests, tokens: account.tokens }),
  };
}

const spentAll = (budget: Budget, account: Spending): EnvironmentError =>
  new EnvironmentError(
    `the budget is spent: ${account.requests} of ${budget.requests} requests, ${account.tokens} of ${budget.tokens} tokens`,
    { code: 'budget-spent', hint: 'Raise budget.requests or budget.tokens.' },
  );
