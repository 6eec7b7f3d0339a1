import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { refusalsCostNothing } from '../src/judge/checks/refusals-cost-nothing.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'refused-is-free',
  question:
    'While all its slots are taken, one tenant tries thirty times more. Do the refusals burn the requests that it was promised?',
  control: 'refund of the request rate for what is refused for concurrency',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'exact-allowance'],
  attack: {
    kind: 'steps',
    suits: ({ burstRequests, maxConcurrency }) => burstRequests >= 4 * maxConcurrency,
    steps: ({ aggressor: { burstRequests, maxConcurrency } }) => [
      {
        kind: 'completions',
        id: 'first',
        as: 'aggressor',
        count: 1,
        atOnce: 1,
        startAt: { requests: burstRequests - 1 },
        request: { promptTokens: 4, maxTokens: 1 },
      },
      {
        kind: 'together',
        id: 'full-house',
        steps: [
          {
            kind: 'completions',
            id: 'holders',
            as: 'aggressor',
            count: maxConcurrency,
            atOnce: maxConcurrency,
            request: { promptTokens: 16, maxTokens: 700 },
          },
          {
            kind: 'completions',
            id: 'refused',
            startAfterMs: 500,
            hostile: true,
            as: 'aggressor',
            count: 30,
            atOnce: 1,
            request: { promptTokens: 16, maxTokens: 4 },
          },
        ],
      },
      {
        kind: 'completions',
        id: 'afterwards',
        as: 'aggressor',
        count: Math.ceil(burstRequests / 2),
        atOnce: 1,
        request: { promptTokens: 4, maxTokens: 1 },
      },
    ],
  },
  checks: [
    { check: refusalsCostNothing({ refused: 'refused', served: 'afterwards' }), provesControl: true },
    {
      check: answersAsExpected({
        id: 'afterwards-served',
        objective: 'As soon as the slots are free the tenant gets the requests that it was promised',
        steps: ['holders', 'afterwards'],
        statuses: [200],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30 },
  weaknesses: [
    {
      fixture: 'refused-charged',
      removes: 'a request that is refused for concurrency burns one of the request rate',
    },
  ],
  cure: {
    usualCause:
      'The limits are asked one after the other, and the first keeps what it took when a later one refuses.',
    fix: 'Ask all limits first and take from all or none (`refund: refused-free`).',
  },
};
