import { chargedByWeight } from '../src/judge/checks/charged-by-weight.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep } from '../src/model/step.ts';

const small = 40;
const large = 1000;

export const scenario: Scenario = {
  id: 'cost-weighting',
  question:
    'One tenant sends requests of forty tokens and of a thousand. Does a large one cost twenty-five small ones?',
  control: 'token budget of the gateway, charged by tokens',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'exact-allowance'],
  attack: {
    kind: 'steps',
    // What comes into the budget of any other tenant while a request runs hides what the request takes from it.
    suits: ({ rateLimitTpm }) => rateLimitTpm >= 3 * large && rateLimitTpm <= 20_000,
    steps: () => {
      const calls = (id: string, count: number, tokens: number): CompletionsStep => ({
        kind: 'completions',
        id,
        as: 'aggressor',
        count,
        atOnce: 1,
        request: { promptTokens: tokens - 2, maxTokens: 2 },
      });
      return [
        { ...calls('first', 1, small), startAt: { tokens: 2 * large + 600, requests: 20 } },
        calls('small', 10, small),
        { ...calls('large', 2, large), hostile: true },
      ];
    },
  },
  checks: [{ check: chargedByWeight(['first', 'small', 'large']), provesControl: true }],
  design: { kind: 'single-shot', settleSeconds: 65, expectedSeconds: 14 },
  weaknesses: [
    { fixture: 'tokens-per-request', removes: 'each request costs one token, however many it has' },
  ],
  cure: {
    usualCause:
      'The rule that counts tokens falls back to one for each request where it cannot read the usage.',
    fix: 'Charge prompt + completion tokens (`token_weighting: by-tokens`), and refuse what cannot be counted.',
  },
};
