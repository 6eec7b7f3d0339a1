import { answeredAtOnce } from '../src/judge/checks/answered-at-once.ts';
import { cappedAtOnce } from '../src/judge/checks/capped-at-once.ts';
import { mostTokensOf } from '../src/model/reference-request.ts';
import type { Scenario } from '../src/model/scenario.ts';
import { wholeAgainSeconds } from '../src/model/whole-again.ts';

/** Three times as many as may be open, or of many a few more. */
const tooMany = (maxConcurrency: number): number => maxConcurrency + Math.min(2 * maxConcurrency, 20);

/** Takes a while, so that answers are seen beside each other. */
const longStream = { promptTokens: 16, maxTokens: 700, stream: true } as const;

export const scenario: Scenario = {
  id: 'parallel-cap',
  question:
    'One tenant sends three times the requests that it may have open, at the same moment. How many are open at the gateway and the engine?',
  control: 'concurrency cap of the gateway',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    // Its rate lets them all through, so that nothing but the cap can refuse one.
    suits: ({ burstRequests, maxConcurrency, rateLimitTpm }) =>
      burstRequests >= 3 * maxConcurrency && rateLimitTpm >= 3 * maxConcurrency * 800,
    steps: ({ aggressor: { name, maxConcurrency, burstRequests, rateLimitRpm } }) => [
      { kind: 'pause', id: 'burst-is-whole', seconds: (60 * burstRequests) / rateLimitRpm },
      {
        kind: 'together',
        id: 'storm',
        steps: [
          {
            kind: 'completions',
            id: 'burst',
            hostile: true,
            as: 'aggressor',
            count: 3 * maxConcurrency,
            atOnce: 3 * maxConcurrency,
            request: { promptTokens: 16, maxTokens: 700 },
          },
          {
            kind: 'reading',
            id: 'during',
            startAfterMs: 400,
            app: 'both',
            queries: {
              open: `sum(max_over_time(tenant_requests_in_flight{tenant_id="${name}"}[5s]))`,
              running: 'sum(max_over_time(vllm:num_requests_running[5s]))',
            },
          },
        ],
      },
    ],
  },
  checks: [{ check: cappedAtOnce({ burst: 'burst', during: 'during' }), provesControl: true }],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 12 },
  weaknesses: [
    { fixture: 'no-concurrency-cap', removes: 'a tenant may have any number of requests open' },
    { fixture: 'limiter-off', removes: 'no request rate, no concurrency cap, no token budget' },
  ],
  cure: {
    usualCause: 'Requests are counted when they are done, or by each replica for itself.',
    fix: 'Take a slot before the body is read, in one place for all replicas (`concurrency_cap: per-tenant` with `max_concurrency`).',
  },
  outside: {
    asks: ['concurrentRequests'],
    attack: {
      kind: 'steps',
      suits: ({ burstRequests, maxConcurrency, rateLimitTpm }) =>
        burstRequests >= tooMany(maxConcurrency) &&
        rateLimitTpm >= tooMany(maxConcurrency) * mostTokensOf(longStream),
      steps: ({ aggressor }) => [
        { kind: 'pause', id: 'allowance-is-whole', seconds: wholeAgainSeconds(aggressor) },
        {
          kind: 'completions',
          id: 'burst',
          hostile: true,
          as: 'aggressor',
          count: tooMany(aggressor.maxConcurrency),
          atOnce: tooMany(aggressor.maxConcurrency),
          request: longStream,
        },
      ],
    },
    design: { kind: 'single-shot', settleSeconds: 120, expectedSeconds: 75 },
    checks: [{ check: answeredAtOnce({ burst: 'burst' }), provesControl: true }],
  },
};
