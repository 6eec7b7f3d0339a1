import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { overflowRefused } from '../src/judge/checks/overflow-refused.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep } from '../src/model/step.ts';

const largeCrowd = 240;
const smallCrowd = 100;

const one = (id: string, as: CompletionsStep['as']): CompletionsStep => ({
  kind: 'completions',
  id,
  as,
  count: 1,
  atOnce: 1,
  request: { promptTokens: 2, maxTokens: 1 },
});

export const scenario: Scenario = {
  id: 'queue-bound',
  question:
    'Two tenants together send far more than the queue holds. Is it bounded, is the rest told so at once, and does it serve afterwards?',
  control: 'bound of the queue in front of the engines',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    // The limits of no tenant let in as many as the queue holds, so that it takes the largest two.
    suits: ({ burstRequests, maxConcurrency }) => burstRequests > smallCrowd && maxConcurrency >= smallCrowd,
    steps: () => [
      {
        ...one('small-crowd-ready', 'aggressor'),
        startAt: { tokens: 13 * smallCrowd, requests: smallCrowd + 5 },
      },
      { ...one('large-crowd-ready', 'victim'), startAt: { requests: largeCrowd + 5 } },
      {
        kind: 'together',
        id: 'crowd',
        steps: [
          {
            kind: 'completions',
            id: 'large-crowd',
            hostile: true,
            as: 'victim',
            count: largeCrowd,
            atOnce: largeCrowd,
            request: { promptTokens: 8, maxTokens: 80 },
          },
          {
            kind: 'completions',
            id: 'small-crowd',
            hostile: true,
            as: 'aggressor',
            count: smallCrowd,
            atOnce: smallCrowd,
            request: { promptTokens: 2, maxTokens: 10 },
          },
          {
            kind: 'reading',
            id: 'full',
            startAfterMs: 300,
            app: 'gateway',
            queries: { waiting: 'sum(max_over_time(gateway_queue_length[3s]))' },
          },
        ],
      },
      {
        kind: 'completions',
        id: 'afterwards',
        as: 'victim',
        count: 20,
        atOnce: 4,
        request: { promptTokens: 8, maxTokens: 4 },
      },
    ],
  },
  checks: [
    {
      check: overflowRefused({ steps: ['large-crowd', 'small-crowd'], during: 'full' }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'served-afterwards',
        objective: 'After the crowd has gone requests are served as before',
        steps: ['afterwards'],
        statuses: [200],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 65, expectedSeconds: 10 },
  weaknesses: [
    {
      fixture: 'unbounded-queue',
      removes: 'nothing is refused for the length of the queue: everything waits',
    },
  ],
  cure: {
    usualCause: 'Limits are per tenant only, and nobody bounds their sum.',
    fix: 'Bound the queue and answer 503 with Retry-After beyond it (`queue_length: bounded`, `queue_bound`).',
  },
};
