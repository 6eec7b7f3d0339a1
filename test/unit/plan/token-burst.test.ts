import { describe, expect, test } from 'vitest';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import type { StackFacts } from '../../../src/model/stack-facts.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { facts, flood, settings } from './literals.ts';

const burst: Scenario = {
  ...flood,
  attack: { kind: 'token-burst', requests: 100, timesBudget: 5, maxTokens: 30 },
  design: { kind: 'single-shot', settleSeconds: 65 },
};
const [a, b] = facts.tenants;
if (!a || !b) throw new Error('two tenants');
const bursting = { ...b, name: 'tenant-c', burstRequests: 101, maxConcurrency: 100, rateLimitTpm: 6000 };
const three: StackFacts = { ...facts, tenants: [a, b, bursting] };

const armsOf = (scenario: Scenario, of: StackFacts = three): ArmPlan[] =>
  makePlan({ settings, scenarios: [scenario], facts: of }).arms;

describe('a burst of tokens', () => {
  test('asks for five times the budget of a minute, most of it as prompt', () => {
    const [protectedArm, weakenedArm] = armsOf(burst);
    const each = { kind: 'token-burst', requests: 100, promptTokens: 270, maxTokens: 30 };
    expect(protectedArm?.attack).toEqual({ ...each, startAtTokens: 6000 });
    expect(weakenedArm?.attack).toEqual({ ...each, startAtTokens: 300 });
  });

  test('is sent by the tenant whose other limits let so many in at once', () => {
    expect(armsOf(burst).map(({ victim, aggressor }) => [victim.name, aggressor.name])).toEqual([
      ['tenant-a', 'tenant-c'],
      ['tenant-a', 'tenant-c'],
    ]);
    expect(armsOf(flood)[0]?.aggressor.name).toBe('tenant-b');
  });

  test.each([
    ['burst', { burstRequests: 100 }],
    ['concurrency', { maxConcurrency: 99 }],
  ])('is refused where no %s is large enough', (_what, changes) => {
    const tight = { ...three, tenants: [a, b, { ...bursting, ...changes }] };
    expect(() => armsOf(burst, tight)).toThrow(
      /the limits of every tenant but tenant-a would stop the attack before it reaches the control/,
    );
  });
});
