import { admittedTokensWithinBudget } from '../src/judge/checks/admitted-tokens-within-budget.ts';
import { burstRefusalsExplained } from '../src/judge/checks/burst-refusals-explained.ts';
import { tokensWithinPromise } from '../src/judge/checks/tokens-within-promise.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { TenantPromise } from '../src/model/stack-facts.ts';
import { wholeAgainSeconds } from '../src/model/whole-again.ts';

const answerTokens = 16;

/** As many as a tenant may send at the same moment, for four times its tokens of a minute. */
function burstOf({ burstRequests, maxConcurrency, rateLimitTpm }: TenantPromise) {
  const count = Math.min(100, burstRequests, maxConcurrency);
  return { count, promptTokens: Math.max(1, Math.ceil((4 * rateLimitTpm) / count) - answerTokens) };
}

export const scenario: Scenario = {
  id: 'token-burst',
  question:
    'One tenant sends a hundred requests at the same moment, within its request rate and for five times its tokens. Does it ' +
    'get one token more than it was promised?',
  control: 'tokens-per-minute budget of the gateway, reserved at admission and settled at the end',
  profiles: ['quick', 'nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: { kind: 'token-burst', requests: 100, timesBudget: 5, maxTokens: 30 },
  checks: [
    { check: admittedTokensWithinBudget(), provesControl: true },
    { check: burstRefusalsExplained(), provesControl: false },
  ],
  // A spent budget is whole again after a minute.
  design: { kind: 'single-shot', settleSeconds: 65, expectedSeconds: 7 },
  weaknesses: [
    {
      fixture: 'tokens-after-response',
      removes: 'tokens are counted after the response, when all requests of a burst are already in',
      design: { kind: 'single-shot', settleSeconds: 15, expectedSeconds: 6 },
    },
    {
      fixture: 'tokens-not-enforced',
      removes: 'tokens are counted, and nobody is refused for them',
      design: { kind: 'single-shot', settleSeconds: 15, expectedSeconds: 5 },
    },
  ],
  cure: {
    usualCause:
      'Tokens are counted when the answer is there, so that requests at the same moment do not see each other.',
    fix: 'Reserve prompt + max_tokens at admission and settle at the end (`token_accounting: at-admission`).',
  },
  outside: {
    asks: ['tokensPerMinute'],
    attack: {
      kind: 'steps',
      // Few large requests would leave much of the budget untried, and very large ones do not fit into a context.
      suits: (tenant) => burstOf(tenant).count >= 20 && burstOf(tenant).promptTokens <= 4000,
      steps: ({ aggressor }) => {
        const { count, promptTokens } = burstOf(aggressor);
        return [
          { kind: 'pause', id: 'allowance-is-whole', seconds: wholeAgainSeconds(aggressor) },
          {
            kind: 'completions',
            id: 'burst',
            hostile: true,
            as: 'aggressor',
            count,
            atOnce: count,
            request: { promptTokens, maxTokens: answerTokens },
          },
        ];
      },
    },
    design: { kind: 'single-shot', settleSeconds: 120, expectedSeconds: 75 },
    checks: [{ check: tokensWithinPromise({ burst: 'burst' }), provesControl: true }],
  },
};
