import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { repeatReachesEngine } from '../src/judge/checks/repeat-reaches-engine.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep, Step } from '../src/model/step.ts';

const generated = (id: string): Step => ({
  kind: 'reading',
  id,
  app: 'engine',
  queries: { output: 'sum(engine_tokens_total{direction="output"})' },
});

export const scenario: Scenario = {
  id: 'cache-scope',
  question:
    "One tenant repeats another's prompt word for word. Does it get the other's answer from the cache?",
  control: 'response cache of the gateway, one for each tenant',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    // Both call the same model, or a cache that is shared could not show it.
    suits: () => true,
    steps: ({ victim }) => {
      const ask = (id: string, as: CompletionsStep['as']): CompletionsStep => ({
        kind: 'completions',
        id,
        as,
        count: 1,
        atOnce: 1,
        request: {
          model: victim.model,
          promptTokens: 24,
          maxTokens: 12,
          ofThisArm: true,
          fields: { cache: true },
        },
      });
      return [
        ask('first', 'victim'),
        generated('before-own'),
        ask('own-repetition', 'victim'),
        generated('between'),
        { ...ask('other-repetition', 'aggressor'), hostile: true },
        generated('after-other'),
      ];
    },
  },
  checks: [
    {
      check: repeatReachesEngine({
        own: { step: 'own-repetition', before: 'before-own', after: 'between' },
        others: { step: 'other-repetition', before: 'between', after: 'after-other' },
      }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'all-served',
        objective: 'Whoever repeats a prompt is served',
        steps: ['first', 'own-repetition', 'other-repetition'],
        statuses: [200],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 10 },
  weaknesses: [
    {
      fixture: 'shared-response-cache',
      removes: 'an answer kept for one tenant is given to another that sends the same prompt',
    },
  ],
  cure: {
    usualCause: "The cache's key is made of the prompt, and the tenant is no part of it.",
    fix: 'Make the tenant a part of the key (`response_cache: per-tenant`).',
  },
};
