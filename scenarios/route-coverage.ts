import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { noOtherAllowance } from '../src/judge/checks/no-other-allowance.ts';
import type { Scenario } from '../src/model/scenario.ts';
import { canBeUsedUp, sideBySide, sideBySideSteps } from '../src/model/side-by-side-steps.ts';
import type { CompletionsStep } from '../src/model/step.ts';

export const scenario: Scenario = {
  id: 'route-coverage',
  question: 'One tenant has spent its tokens on one route. Is it refused on every other route too?',
  control: 'limits of the gateway, on all routes',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'exact-allowance'],
  attack: {
    kind: 'steps',
    // A budget that is empty after a few requests, and takes a while to come back.
    suits: ({ rateLimitTpm, burstRequests, maxConcurrency }) =>
      rateLimitTpm <= 20_000 && burstRequests >= 60 && maxConcurrency >= 4,
    steps: ({ aggressor: { rateLimitTpm } }) => {
      const calls = (id: string, count: number, tokens: number): CompletionsStep => ({
        kind: 'completions',
        id,
        as: 'aggressor',
        count,
        atOnce: 4,
        request: { promptTokens: tokens - 4, maxTokens: 4 },
      });
      // What is left after the spending is less than `portion`; a third of the budget comes in only after 20 s.
      const portion = Math.floor(rateLimitTpm / 12);
      const third = Math.floor(rateLimitTpm / 3);
      const otherRoute = { path: '/v1/completions' } as const;
      const fresh = calls('other-route-before', 1, 20);
      const spent = calls('other-route', 3, third);
      return [
        { ...fresh, startAt: { tokens: 20, requests: 40 }, request: { ...fresh.request, ...otherRoute } },
        { ...calls('spend', 16, portion), hostile: true },
        calls('same-route', 3, third),
        { ...spent, hostile: true, request: { ...spent.request, ...otherRoute } },
      ];
    },
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'refused-on-every-route',
        objective: 'Who has no tokens left is refused on the other route as well',
        steps: ['other-route'],
        statuses: [429],
        naming: 'rate_limit_exceeded',
        retryAfter: true,
      }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'refused-on-same-route',
        objective: 'Who has no tokens left is refused on the route where they were spent',
        steps: ['same-route'],
        statuses: [429],
        naming: 'rate_limit_exceeded',
        retryAfter: true,
      }),
      provesControl: false,
    },
    {
      check: answersAsExpected({
        id: 'other-route-serves',
        objective: 'Who has tokens left is served on the other route',
        steps: ['other-route-before'],
        statuses: [200],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 65 },
  weaknesses: [{ fixture: 'chat-only-limits', removes: '/v1/completions is served without any limit' }],
  cure: {
    usualCause: 'Limits are attached to one route, and a newer or older route passes them by.',
    fix: 'Put the limits in front of the router (`route_coverage: all`).',
  },
  outside: {
    attack: {
      kind: 'steps',
      suits: canBeUsedUp,
      steps: ({ aggressor }) => sideBySideSteps(aggressor, { path: '/v1/completions' }),
    },
    design: { kind: 'single-shot', settleSeconds: 120, expectedSeconds: 70 },
    checks: [
      {
        check: noOtherAllowance({
          ...sideBySide,
          id: 'refused-on-every-route',
          objective: 'Who has used up its requests on one route is refused on the other route as well',
          way: 'on the other route',
          allowanceOf: ({ aggressor }) => aggressor.burstRequests,
        }),
        provesControl: true,
      },
    ],
  },
};
