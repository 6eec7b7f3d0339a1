import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep, CompletionTerms } from '../src/model/step.ts';

export const scenario: Scenario = {
  id: 'failures-free-slots',
  question:
    'Requests of one tenant fail in every way: bad bodies, unknown models, clients that time out. Is the tenant served again afterwards?',
  control: 'release of the concurrency slot, however a request ends',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'exact-allowance'],
  attack: {
    kind: 'steps',
    // More failures of each kind than there are slots, and few enough for the rate.
    suits: ({ maxConcurrency, burstRequests }) => burstRequests >= 3 * maxConcurrency,
    steps: ({ aggressor: { maxConcurrency } }) => {
      const calls = (id: string, terms: Partial<CompletionTerms> = {}): CompletionsStep => ({
        kind: 'completions',
        id,
        as: 'aggressor',
        count: maxConcurrency + 1,
        atOnce: 1,
        startAt: { requests: maxConcurrency + 1 },
        request: { promptTokens: 8, maxTokens: 4, ...terms },
      });
      const cached = calls('cached', { ofThisArm: true, fields: { cache: true } });
      return [
        { ...calls('not-json', { body: '{"model":' }), hostile: true },
        { ...calls('unknown-model', { model: 'no-such-model' }), hostile: true },
        { ...cached, hostile: true },
        {
          ...calls('timed-out', { maxTokens: 800 }),
          hostile: true,
          hangUp: { afterMs: 150 },
        },
        { kind: 'pause', id: 'idle', seconds: 0.5 },
        { ...calls('afterwards'), count: maxConcurrency, atOnce: maxConcurrency },
      ];
    },
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'served-after-failures',
        objective: 'After failures and a rest all slots of the tenant are free',
        steps: ['afterwards'],
        statuses: [200],
      }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'failures-named',
        objective: 'What the tenant did wrong is answered with a client error',
        steps: ['not-json', 'unknown-model'],
        statuses: [400, 404],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 10 },
  weaknesses: [
    {
      fixture: 'slot-leak-on-abort',
      removes: 'a client that hangs up keeps its slot and its reserved tokens for ever',
    },
  ],
  cure: {
    usualCause: 'The slot is given back on success only; a timeout or a cache hit takes another way out.',
    fix: 'Give the slot back when the connection closes, whatever happened before (`on_abort: release`).',
  },
};
