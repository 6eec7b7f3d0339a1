import { targetFacts } from '../../../../src/config/target-facts.ts';
import type { Scenario } from '../../../../src/model/scenario.ts';
import type { Settings } from '../../../../src/model/settings.ts';
import type { Budget, Target, TargetPromises } from '../../../../src/model/target.ts';
import { mostOf } from '../../../../src/plan/target/spending.ts';
import { planForTarget, type TargetInput } from '../../../../src/plan/target/plan-for-target.ts';
import { flood, settings } from '../literals.ts';

export const budget: Budget = { requests: 50_000, tokens: 5_000_000, rateRps: 100 };

const promised: TargetPromises = { requestsPerMinute: 600, burstRequests: 600 };

export const targetWith = (
  promises: Partial<TargetPromises> = {},
  changes: Partial<Budget> = {},
): Target => ({
  endpoint: 'https://gateway.example',
  tenants: [
    {
      name: 'victim',
      key: { env: 'VICTIM' },
      model: 'm',
      promises: { requestsPerMinute: 6000, burstRequests: 6000 },
    },
    { name: 'aggressor', key: { env: 'AGGRESSOR' }, model: 'm', promises: { ...promised, ...promises } },
  ],
  budget: { ...budget, ...changes },
});

export interface Asked {
  scenarios: readonly Scenario[];
  target?: Target;
  settings?: Partial<Settings>;
  left?: TargetInput['left'];
}

/** The plan for a target whose victim sends forty requests a second. */
export function planned({ scenarios, target = targetWith(), settings: changes, left }: Asked) {
  const asked: Settings = { ...settings, victim: { rateRps: 40, stream: false }, target, ...changes };
  return planForTarget({
    settings: asked,
    scenarios,
    facts: targetFacts(target),
    target,
    left: left ?? target.budget,
  });
}

/** The most that the one arm of such a plan can send. */
export function mostOfOne(asked: Asked) {
  const [arm] = planned(asked).arms;
  if (!arm) throw new Error('the plan has an arm');
  return { arm, most: mostOf(arm) };
}

/** A flood whose windows may be as many as sixteen. */
export const wideFlood: Scenario = {
  ...flood,
  design: {
    kind: 'paired-windows',
    warmUpSeconds: 6,
    windowSeconds: 10,
    guardSeconds: 0.5,
    looksPairs: [2, 4, 8],
  },
};

/** Twenty requests of the aggressor, four at a time. */
export const steps: Scenario = {
  ...flood,
  id: 'steps',
  attack: {
    kind: 'steps',
    steps: () => [
      { kind: 'pause', id: 'rest', seconds: 1 },
      {
        kind: 'completions',
        id: 'burst',
        hostile: true,
        as: 'aggressor',
        count: 20,
        atOnce: 4,
        request: { promptTokens: 10, maxTokens: 5 },
      },
    ],
  },
  design: { kind: 'single-shot', settleSeconds: 10 },
};
