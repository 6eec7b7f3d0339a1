import type { Attack } from '../../src/model/scenario.ts';

/** Five prompts of 8,000 tokens every six seconds: 50 requests and 409,600 tokens a minute. */
export const batchesOfLongPrompts: Attack = {
  kind: 'request-flood',
  timesPromisedRate: 0.625,
  atOnce: 5,
  request: { promptTokens: 8000, maxTokens: 192, distinct: true },
};
