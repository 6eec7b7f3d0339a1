import type { ReadConfig } from '../../config/parse-config.ts';
import { defaultBudget } from '../../config/resolve-target.ts';
import { UsageError } from '../../model/errors.ts';
import type { Plan } from '../../model/plan.ts';
import type { Budget } from '../../model/target.ts';
import { amount } from '../../report/figures.ts';
import { budgetOf, chooseBudget, requestsNeeded, type Promised } from './choose-budget.ts';
import { missingFlags } from './missing.ts';
import { plansOf } from './plan-within.ts';
import type { Questions, Taken } from './questions/questions.ts';

export interface Settled {
  budget: Budget;
  /** What verify would do; absent if no budget lets it do anything. */
  plan?: Plan;
}

export interface BudgetTerms {
  /** Most requests, if a flag said so. */
  requests: number | undefined;
  promised: Promised;
  questions: Questions | undefined;
  env: NodeJS.ProcessEnv;
}

/**
 * The budget of a run: the default or what was said, never more without somebody's word.
 * @throws UsageError `budget-too-small`, or `missing-flags` if there is nobody to ask
 */
export async function settleBudget(
  read: ReadConfig,
  { requests, promised, questions, env }: BudgetTerms,
): Promise<Settled> {
  const planWithin = plansOf(read, env);
  const settled = await chooseBudget(budgetOf(requests ?? defaultBudget.requests), promised, planWithin);
  if (settled.plan) return settled;
  const needed = await requestsNeeded(promised, planWithin);
  if (needed === undefined) return settled;
  if (requests !== undefined) throw tooFew(requests, needed);
  if (!questions) {
    throw missingFlags([
      `--requests N (most requests that a run may send; the default of ${amount(defaultBudget.requests)} tells nothing, ${needed} would do)`,
    ]);
  }
  const allowed = await questions.ask({
    text: `Most requests that a run may send (fewer than about ${amount(needed)} tell nothing)`,
    byDefault: String(needed),
    take: requestsTaken,
  });
  return chooseBudget(budgetOf(allowed), promised, planWithin);
}

function requestsTaken(answer: string): Taken<number> {
  const value = requestsNumber(answer);
  return value === undefined ? { fault: 'This must be a whole number above 0' } : { value };
}

const requestsNumber = (text: string): number | undefined =>
  /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;

/** What `--requests` says. @throws UsageError `bad-option` */
export function requestsFrom(flag: string | undefined): number | undefined {
  const requests = flag === undefined ? undefined : requestsNumber(flag);
  if (flag === undefined || requests !== undefined) return requests;
  throw new UsageError('--requests is not a number of requests', {
    code: 'bad-option',
    hint: 'Give a whole number above 0.',
  });
}

const tooFew = (requests: number, needed: number): UsageError =>
  new UsageError(`${amount(requests)} requests are too few for any question to be answered`, {
    code: 'budget-too-small',
    hint: `Give --requests ${needed} or more. Nothing was written.`,
  });
