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
  /** Whether the victim's answers are streamed. */
  stream: boolean;
  budget: Budget;
  /** What verify would do; absent if no budget lets it do anything. */
  plan?: Plan;
}

export interface BudgetTerms {
  /** Most requests, if a flag said so. */
  requests: number | undefined;
  promised: Promised;
  /** The endpoint was seen to stream. */
  streams: boolean;
  questions: Questions | undefined;
  env: NodeJS.ProcessEnv;
}

/**
 * The budget of a run: the default or what was said, never more without somebody's word. Answers are streamed if that can
 * be had and costs no question: it takes a part of the victim's promise.
 * @throws UsageError `budget-too-small`, or `missing-flags` if there is nobody to ask
 */
export async function settleBudget(read: ReadConfig, terms: BudgetTerms): Promise<Settled> {
  const { requests, promised, questions, env } = terms;
  const settled = await settleWithin(requests ?? defaultBudget.requests, read, terms);
  if (settled.plan) return settled;
  const needed = await requestsNeeded(promised, plansOf(read, { stream: false, env }));
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
  return settleWithin(allowed, read, terms);
}

async function settleWithin(
  requests: number,
  read: ReadConfig,
  { promised, streams, env }: BudgetTerms,
): Promise<Settled> {
  const settle = async (stream: boolean): Promise<Settled> => ({
    stream,
    ...(await chooseBudget(budgetOf(requests), promised, plansOf(read, { stream, env }))),
  });
  const whole = await settle(false);
  if (!streams) return whole;
  const streamed = await settle(true);
  return armsOf(streamed) >= armsOf(whole) ? streamed : whole;
}

const armsOf = ({ plan }: Settled): number => plan?.arms.length ?? 0;

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
