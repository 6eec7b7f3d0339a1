import type { LimitsSeen } from '../look/limits-seen.ts';
import { promiseNumber, promiseWords } from '../promise-number.ts';
import type { Known, PromiseName, TenantDraft } from '../tenant-draft.ts';
import type { Questions, Taken } from './questions.ts';

/** Asks which model a tenant calls, if it may be several. */
export const askModel = (
  questions: Questions,
  name: string,
  models: readonly string[],
): Promise<Known<string>> => {
  models.forEach((model, index) => questions.say(`  ${index + 1}  ${model}`));
  return questions.ask({
    text: models.length === 0 ? `Model that ${name} calls` : `Model that ${name} calls, by number or name`,
    take: (answer): Taken<Known<string>> => {
      const chosen = models.includes(answer) ? answer : models[Number(answer) - 1];
      if (chosen !== undefined) return { value: { value: chosen, from: 'seen' } };
      const isNumber = models.length > 0 && /^\d*$/.test(answer);
      return answer === '' || isNumber
        ? { fault: 'Name a model' }
        : { value: { value: answer, from: 'said' } };
    },
  });
};

const order: readonly PromiseName[] = [
  'requestsPerMinute',
  'burstRequests',
  'tokensPerMinute',
  'concurrentRequests',
];

/** Asks what a tenant was promised. What was seen need only be confirmed; only the rate must be answered. */
export async function askPromises(
  questions: Questions,
  draft: TenantDraft,
  { windowless }: LimitsSeen,
): Promise<void> {
  questions.say(`What was ${draft.name} promised?`);
  const told = { requestsPerMinute: windowless.requests, tokensPerMinute: windowless.tokens } as const;
  for (const promise of order) {
    const known = draft.promises[promise];
    if (known?.from === 'said') continue;
    const answer = await askPromise(questions, promise, {
      known,
      told: promise in told ? told[promise as keyof typeof told] : undefined,
    });
    if (answer) draft.promises[promise] = answer;
    else delete draft.promises[promise];
  }
}

const byDefaultOf: Partial<Record<PromiseName, string>> = {
  burstRequests: 'those of a minute',
  tokensPerMinute: 'none',
  concurrentRequests: 'none',
};

function askPromise(
  questions: Questions,
  promise: PromiseName,
  { known, told }: { known: Known<number> | undefined; told: number | undefined },
): Promise<Known<number> | undefined> {
  const byDefault = known ? String(known.value) : byDefaultOf[promise];
  const hint = told === undefined ? '' : ` (headers say ${told}, and not of how long)`;
  return questions.ask<Known<number> | undefined>({
    text: `  ${promiseWords[promise]}${hint}`,
    ...(byDefault === undefined ? {} : { byDefault }),
    take: (answer) => {
      if (known && answer === byDefault) return { value: known };
      if (answer === byDefaultOf[promise]) return { value: undefined };
      const value = promiseNumber(promise, answer);
      return value === undefined
        ? { fault: 'This must be a number above 0' }
        : { value: { value, from: 'said' } };
    },
  });
}
