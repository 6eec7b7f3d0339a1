import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { Step } from '../src/model/step.ts';

const rounds = 6;
const round = (index: number): string => `round-${index}`;

export const scenario: Scenario = {
  id: 'reservation-release',
  question:
    'One tenant asks again and again for most of its budget and takes a few tokens of it. Is it refused for tokens that it never used?',
  control: 'settlement of the token budget: what was reserved and not used is given back at once',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'exact-allowance'],
  attack: {
    kind: 'steps',
    // A budget so small that one reservation of two thirds is back only after 40 s if nobody gives it back.
    suits: ({ rateLimitTpm, burstRequests }) => rateLimitTpm <= 20_000 && burstRequests >= 20,
    steps: ({ aggressor: { rateLimitTpm } }) => {
      const maxTokens = Math.floor((2 * rateLimitTpm) / 3);
      const ask = (index: number): Step[] => [
        {
          kind: 'completions',
          id: round(index),
          hostile: true,
          as: 'aggressor',
          count: 1,
          atOnce: 1,
          ...(index === 0 ? { startAt: { tokens: maxTokens + 500, requests: 15 } } : {}),
          request: { promptTokens: 8, maxTokens, stream: true },
          hangUp: { afterTokens: 3 },
        },
        { kind: 'pause', id: `${round(index)}-settles`, seconds: 0.2 },
      ];
      return Array.from({ length: rounds }, (_, index) => ask(index)).flat();
    },
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'served-while-little-is-spent',
        objective: 'Who has spent little is served, however much was reserved before',
        steps: Array.from({ length: rounds }, (_, index) => round(index)),
        statuses: [200],
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 65, expectedSeconds: 30 },
  weaknesses: [
    {
      fixture: 'reservations-kept',
      removes: 'what was reserved and not used is never given back',
    },
    {
      fixture: 'slot-leak-on-abort',
      removes: 'a client that hangs up keeps its slot and its reserved tokens for ever',
    },
  ],
  cure: {
    usualCause:
      'The worst case is reserved at admission, and settled only for answers that came to their end.',
    fix: 'Settle to what was used when the connection closes, however it closes (`on_abort: release`).',
  },
};
