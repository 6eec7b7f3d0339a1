import { hash } from 'node:crypto';
import type { Exchange, Order } from './exchange.ts';

/** Whole answers to requests that allow it with `"cache": true`, the least recently used forgotten first. */
export interface AnswerCache {
  get(key: string): Buffer | undefined;
  set(key: string, answer: Buffer): void;
}

const mostAnswers = 1000;

export function createAnswerCache(): AnswerCache {
  const answers = new Map<string, Buffer>();
  const put = (key: string, answer: Buffer): void => {
    answers.delete(key);
    answers.set(key, answer);
  };
  return {
    get: (key) => {
      const answer = answers.get(key);
      if (answer) put(key, answer);
      return answer;
    },
    set: (key, answer) => {
      put(key, answer);
      const [oldest] = answers.keys();
      if (answers.size > mostAnswers && oldest !== undefined) answers.delete(oldest);
    },
  };
}

/** Under what an answer is kept; undefined if the request does not allow it, or is a stream. */
export function cacheKeyOf({ tenant, kind }: Exchange, { completion, body }: Order): string | undefined {
  if (!completion.cache || completion.stream) return undefined;
  const scope = tenant.controls.response_cache === 'shared' ? '' : tenant.config.tenant_id;
  return `${scope} ${kind} ${hash('sha256', body)}`;
}
