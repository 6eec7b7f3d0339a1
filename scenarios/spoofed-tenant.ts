import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { chargedToOwner } from '../src/judge/checks/charged-to-owner.ts';
import { noOtherAllowance } from '../src/judge/checks/no-other-allowance.ts';
import type { Scenario } from '../src/model/scenario.ts';
import { canBeUsedUp, sideBySide, sideBySideSteps } from '../src/model/side-by-side-steps.ts';
import type { TenantPromise } from '../src/model/stack-facts.ts';
import type { CompletionsStep, CompletionTerms, Step } from '../src/model/step.ts';

const byTenant = (id: string): Step => ({
  kind: 'reading',
  id,
  app: 'gateway',
  by: 'tenant_id',
  queries: {
    requests: 'sum by (tenant_id) (tenant_requests_total)',
    tokens: 'sum by (tenant_id) (tenant_tokens_total)',
  },
});

/** Headers in which gateways tell those behind them who is calling; from a client nobody may believe one. */
const namesOf = (tenant: string): Record<string, string> =>
  Object.fromEntries(
    [
      'x-tenant-id',
      'x-tenant',
      'x-user-id',
      'x-consumer-id',
      'x-consumer-username',
      'x-consumer-custom-id',
      'x-forwarded-user',
      'x-auth-request-user',
      'x-litellm-customer-id',
      'x-litellm-end-user-id',
      'openai-organization',
      'openai-project',
    ].map((header) => [header, tenant]),
  );

const strangersRefused = answersAsExpected({
  id: 'strangers-refused',
  objective: 'Without a valid key nobody is let in, whatever the header says',
  steps: ['forged-key', 'no-key'],
  statuses: [401],
  naming: 'invalid_api_key',
  outside: { statuses: [401, 403] },
});

/** In the victim's name, to which the aggressor has no right. */
const stranger = (apiKey: 'forged' | 'none', victim: TenantPromise): CompletionsStep => ({
  kind: 'completions',
  id: apiKey === 'forged' ? 'forged-key' : 'no-key',
  hostile: true,
  as: 'aggressor',
  count: 3,
  atOnce: 1,
  request: { promptTokens: 8, maxTokens: 4, model: victim.model, headers: namesOf(victim.name), apiKey },
});

export const scenario: Scenario = {
  id: 'spoofed-tenant',
  question:
    "One tenant writes another's name into X-Tenant-ID, or sends a key that nobody has. Who is charged, and is anyone let in?",
  control: "identity by API key alone; a client's X-Tenant-ID is dropped",
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    steps: ({ victim }) => {
      const inHisName = { 'x-tenant-id': victim.name };
      const calls = (id: string, count: number, terms: Partial<CompletionTerms>): CompletionsStep => ({
        kind: 'completions',
        id,
        hostile: true,
        as: 'aggressor',
        count,
        atOnce: 1,
        request: { promptTokens: 8, maxTokens: 4, model: victim.model, ...terms },
      });
      return [
        byTenant('before'),
        calls('own-key', 5, { headers: inHisName }),
        calls('own-key-other-route', 5, { headers: inHisName, path: '/v1/completions' }),
        calls('forged-key', 3, { headers: inHisName, apiKey: 'forged' }),
        calls('no-key', 3, { headers: inHisName, apiKey: 'none' }),
        byTenant('after'),
      ];
    },
  },
  checks: [
    {
      check: chargedToOwner({
        before: 'before',
        after: 'after',
        steps: ['own-key', 'own-key-other-route'],
      }),
      provesControl: true,
    },
    { check: strangersRefused, provesControl: false },
  ],
  design: { kind: 'single-shot', settleSeconds: 10 },
  weaknesses: [
    { fixture: 'identity-from-header', removes: 'whoever X-Tenant-ID names is limited and charged' },
  ],
  cure: {
    usualCause: 'A header that an inner proxy used to set is still believed when a client sends it.',
    fix: 'Derive the tenant from the API key and drop X-Tenant-ID from clients (`identity: api-key`).',
  },
  outside: {
    attack: {
      kind: 'steps',
      suits: canBeUsedUp,
      steps: ({ victim, aggressor }) => [
        ...sideBySideSteps(aggressor, { headers: namesOf(victim.name) }),
        stranger('forged', victim),
        stranger('none', victim),
        {
          kind: 'completions',
          id: 'victim-afterwards',
          as: 'victim',
          count: 5,
          atOnce: 1,
          request: { promptTokens: 1, maxTokens: 1 },
        },
      ],
    },
    design: { kind: 'single-shot', settleSeconds: 120, expectedSeconds: 70 },
    checks: [
      {
        check: noOtherAllowance({
          ...sideBySide,
          id: 'no-other-allowance',
          objective: "Who has used up its own allowance gets none of another's by naming it",
          way: "in the victim's name",
          allowanceOf: ({ victim }) => victim.burstRequests,
        }),
        provesControl: true,
      },
      { check: strangersRefused, provesControl: false },
      {
        check: answersAsExpected({
          id: 'victim-served-afterwards',
          objective: 'The tenant whose name was used is served as before',
          steps: ['victim-afterwards'],
          statuses: [200],
        }),
        provesControl: false,
      },
    ],
  },
};
