import { tokensWithinLevel } from '../src/judge/checks/tokens-within-level.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep } from '../src/model/step.ts';

/** Requests of a step; together they ask for a third more than the budget of a minute. */
const requests = 16;

export const scenario: Scenario = {
  id: 'streams-counted',
  question:
    'One tenant asks for more tokens than it has, first whole answers, then streams. Is it refused at the same point?',
  control: 'tokens-per-minute budget of the gateway, for streamed answers as for whole ones',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'exact-allowance'],
  attack: {
    kind: 'steps',
    suits: ({ rateLimitTpm, burstRequests, maxConcurrency }) =>
      rateLimitTpm <= 20_000 && burstRequests >= 2 * requests && maxConcurrency >= 4,
    steps: ({ aggressor: { rateLimitTpm } }) => {
      const perRequest = Math.ceil((rateLimitTpm * 4) / 3 / requests);
      const burst = (id: string, stream: boolean): CompletionsStep => ({
        kind: 'completions',
        id,
        hostile: true,
        as: 'aggressor',
        count: requests,
        atOnce: 4,
        startAt: { tokens: 3 * perRequest, requests: requests + 4 },
        request: { promptTokens: perRequest - 8, maxTokens: 8, stream },
      });
      return [burst('whole-answers', false), burst('streams', true)];
    },
  },
  checks: [
    {
      check: tokensWithinLevel({
        id: 'streams-refused-alike',
        objective: 'Whole answers and streams get the tokens that are left, and no more',
        steps: ['whole-answers', 'streams'],
      }),
      provesControl: true,
    },
  ],
  // Each burst waits until a part of the budget is back; where the budget was empty that takes a quarter of a minute.
  design: { kind: 'single-shot', settleSeconds: 65, expectedSeconds: 20 },
  weaknesses: [
    { fixture: 'streams-not-counted', removes: 'streamed answers cost nothing of the token budget' },
    {
      fixture: 'tokens-not-enforced',
      removes: 'tokens are counted, and nobody is refused for having none left',
    },
  ],
  cure: {
    usualCause: 'Usage is read from the body of a whole answer, which a stream does not have.',
    fix: 'Reserve before the stream begins, count its events, settle when it ends (`stream_accounting: counted`); ask the engine for `stream_options.include_usage`.',
  },
};
