import { KubeConfig } from '@kubernetes/client-node';
import type { StepContext } from '../../../src/experiment/steps/step-context.ts';
import type { ObservedFact } from '../../../src/model/observation.ts';
import type { CompletionsStep } from '../../../src/model/step.ts';
import { stepsPlan } from '../../unit/judge/example-steps.ts';

export interface Playing {
  context: StepContext;
  /** What was recorded, in order. */
  seen: ObservedFact[];
}

/** What a step is played with where the gateway is at this address. */
export function playAgainst(gateway: URL, changes: Partial<StepContext> = {}): Playing {
  const seen: ObservedFact[] = [];
  const context: StepContext = {
    plan: stepsPlan,
    stack: {
      gateway,
      gatewayFromPods: async () => gateway,
      prometheus: gateway,
      platformNamespaces: [],
      capabilities: new Set(),
      kube: new KubeConfig(),
      tenant: (name) => ({ apiKey: `key of ${name}`, kube: new KubeConfig() }),
      restart: async () => {},
      policiesInForce: async () => {},
      weaken: async () => ({ [Symbol.asyncDispose]: async () => {} }),
    },
    recorder: {
      folder: '',
      record: (fact) => void seen.push(fact),
      keepSamples: () => {},
      snapshot: () => ({ observations: [] }),
    },
    startLoad: () => Promise.reject(new Error('no load is played here')),
    bill: () => Promise.reject(new Error('nothing is billed here')),
    signal: AbortSignal.timeout(30_000),
    armWords: 'these-are-ours',
    settleSeconds: 10,
    created: [],
    ...changes,
  };
  return { context, seen };
}

export const completionsStep = (changes: Partial<CompletionsStep> = {}): CompletionsStep => ({
  kind: 'completions',
  id: 'burst',
  as: 'aggressor',
  count: 1,
  atOnce: 1,
  request: { promptTokens: 2, maxTokens: 3 },
  ...changes,
});
