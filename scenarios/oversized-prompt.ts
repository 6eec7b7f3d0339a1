import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { victimNeverRestarts } from '../src/judge/checks/victim-never-restarts.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep } from '../src/model/step.ts';

const beyondTokens = 16;
const maxTokens = 8;

const victims = (id: string, count: number): CompletionsStep => ({
  kind: 'completions',
  id,
  as: 'victim',
  count,
  atOnce: 4,
  request: { promptTokens: 16, maxTokens: 60 },
});

export const scenario: Scenario = {
  id: 'oversized-prompt',
  question:
    "One tenant sends a prompt longer than the model's context. Is it refused, and does the engine go on serving the others?",
  control: "the engine's check of a request's length before it computes",
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics', 'containers'],
  attack: {
    kind: 'steps',
    // Its token budget lets a prompt of that length through, or the gateway would refuse it first.
    suits: ({ rateLimitTpm }) => rateLimitTpm >= 150_000,
    steps: ({ facts: { maxContextTokens } }) => {
      const promptTokens = maxContextTokens + beyondTokens;
      return [
        victims('before', 4),
        {
          kind: 'completions',
          id: 'budget-is-whole',
          as: 'aggressor',
          count: 1,
          atOnce: 1,
          startAt: { tokens: promptTokens + 2 * maxTokens + 16 },
          request: { promptTokens: 16, maxTokens },
        },
        {
          kind: 'together',
          id: 'side-by-side',
          steps: [
            victims('meanwhile', 32),
            {
              kind: 'completions',
              id: 'oversized',
              hostile: true,
              as: 'aggressor',
              // One: without the control it ends the engine, and a container that dies again is kept down.
              count: 1,
              atOnce: 1,
              startAfterMs: 500,
              request: { promptTokens, maxTokens },
            },
          ],
        },
        { kind: 'pause', id: 'noticed', seconds: 2 },
        {
          kind: 'look',
          id: 'engine-ready',
          of: {
            apiVersion: 'v1',
            kind: 'Pod',
            namespace: 'inference-system',
            labelSelector: 'app=engine',
          },
          note: { ready: ['status', 'containerStatuses', '0', 'ready'] },
          until: { atLeast: 1, note: 'ready', oneOf: ['true'], withinSeconds: 60 },
        },
        { kind: 'pause', id: 'known-to-gateway', seconds: 1 },
        victims('afterwards', 8),
      ];
    },
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'refused-as-too-long',
        objective: 'A prompt beyond the context is refused as a fault of the client, and says so',
        steps: ['oversized'],
        statuses: [400],
        naming: 'context_length_exceeded',
      }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'victim-served-meanwhile',
        objective: 'Every request of the victim is served while the neighbour sends it',
        steps: ['before', 'meanwhile'],
        statuses: [200],
      }),
      provesControl: true,
    },
    { check: victimNeverRestarts(), provesControl: true },
    {
      check: answersAsExpected({
        id: 'victim-served-afterwards',
        objective: 'Afterwards the victim is served',
        steps: ['afterwards'],
        statuses: [200],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 65, expectedSeconds: 8 },
  weaknesses: [
    {
      fixture: 'no-input-validation',
      removes: "a request longer than the model's context is computed all the same, which ends the engine",
    },
  ],
  cure: {
    usualCause:
      'The length of a request is checked by the client, or by nobody: on a GPU an index out of range ends the process and all that it serves.',
    fix: 'Refuse prompt + max_tokens beyond the context with 400 before anything is computed (`MAX_MODEL_LEN` with `INPUT_VALIDATION: on`; `--max-model-len` in vLLM), and at the gateway too.',
  },
};
