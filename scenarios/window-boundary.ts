import { stepsWithinRate } from '../src/judge/checks/steps-within-rate.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep } from '../src/model/step.ts';

const bursts = ['before-the-boundary', 'after-the-boundary'];

export const scenario: Scenario = {
  id: 'window-boundary',
  question:
    'One tenant sends all requests of a minute just before the minute ends, and again just after. Does it get both?',
  control: 'requests-per-minute limiter of the gateway, which has no windows (GCRA)',
  profiles: ['nightly', 'certify'],
  needs: ['gateway'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { rateLimitRpm, burstRequests, maxConcurrency } }) => {
      const burst = (id: string): CompletionsStep => ({
        kind: 'completions',
        id,
        hostile: true,
        as: 'aggressor',
        count: rateLimitRpm + burstRequests,
        atOnce: Math.min(maxConcurrency, 4),
        request: { promptTokens: 1, maxTokens: 1 },
      });
      // Counters per minute begin anew with the clock's minute. Waiting for it takes a minute at most.
      return [
        { kind: 'pause', id: 'end-of-minute', untilSecondOfMinute: 45 },
        burst('before-the-boundary'),
        { kind: 'pause', id: 'next-minute', untilSecondOfMinute: 0 },
        burst('after-the-boundary'),
      ];
    },
  },
  checks: [
    {
      check: stepsWithinRate({
        id: 'admitted-in-any-minute',
        objective: 'In any 60 seconds no more is admitted than the rate of a minute and the burst',
        steps: bursts,
        stretch: 'minute',
        rateOf: (aggressor) => aggressor,
      }),
      provesControl: true,
    },
    {
      check: stepsWithinRate({
        id: 'admitted-in-any-stretch',
        objective: 'In no stretch of time more is admitted than burst + rate · time',
        steps: bursts,
        stretch: 'any',
        rateOf: (aggressor) => aggressor,
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 80, expectedSeconds: 55 },
  weaknesses: [
    {
      fixture: 'fixed-window-limiter',
      removes: 'requests are counted per calendar minute, and the count begins anew with each',
    },
  ],
  cure: {
    usualCause:
      'The limiter counts requests per calendar window, so that two windows meet at their boundary.',
    fix: 'Use GCRA, a token bucket or a sliding window (`limiter: gcra`).',
  },
};
