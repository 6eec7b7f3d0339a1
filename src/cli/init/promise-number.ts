import type { PromiseName } from './tenant-draft.ts';

/** The number of a promise; undefined if it is none that can be promised. Rates may have a fraction, counts not. */
export function promiseNumber(promise: PromiseName, text: string): number | undefined {
  const isCount = promise === 'burstRequests' || promise === 'concurrentRequests';
  if (!(isCount ? /^\d{1,9}$/ : /^\d{1,12}(\.\d{1,6})?$/).test(text)) return undefined;
  const number = Number(text);
  return number > 0 ? number : undefined;
}

export const promiseWords: Readonly<Record<PromiseName, string>> = {
  requestsPerMinute: 'requests per minute',
  burstRequests: 'requests at once',
  tokensPerMinute: 'tokens per minute',
  concurrentRequests: 'requests open at the same time',
};
