import { describe, expect, test } from 'vitest';
import { tokenBurst } from '../../../src/experiment/attacks/token-burst.ts';
import { admittedTokensWithinBudget } from '../../../src/judge/checks/admitted-tokens-within-budget.ts';
import { burstRefusalsExplained } from '../../../src/judge/checks/burst-refusals-explained.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import type { ArmPlan, AttackPlan } from '../../../src/model/plan.ts';
import { burstPlan } from '../../unit/judge/example-arm.ts';
import { burstRecord } from '../../unit/judge/example-burst.ts';
import { loopbackAttack } from './loopback-attack.ts';
import { startStack, type LoopbackStack } from '../reference-stack/loopback-stack.ts';

const attack: Extract<AttackPlan, { kind: 'token-burst' }> = {
  kind: 'token-burst',
  requests: 100,
  promptTokens: 270,
  maxTokens: 30,
  startAtTokens: 6000,
};
const plan: ArmPlan = {
  ...burstPlan,
  attack,
  aggressor: { ...burstPlan.aggressor, model: 'llama-3-8b', rateLimitTpm: 6000 },
};
const b = { rate_limit_tpm: 6000, burst_requests: 120, max_concurrency: 120 };
const admitted = 'tenant_tokens_admitted_total{tenant_id="tenant-b"}';

/** What was recorded of one burst against the stack; the gateway's count is read from it directly. */
async function burstAgainst(stack: LoopbackStack): Promise<ArmRecord> {
  const { context, seen } = loopbackAttack(new URL(stack.url), plan);
  await using driver = await tokenBurst(context, attack);
  await driver.begin();
  await driver.strike();
  await driver.finish();
  return burstRecord(seen, { left: undefined, counted: await stack.metric('gateway', admitted) });
}

describe('a burst of tokens against a real gateway', () => {
  test('is held to the budget by a gateway that reserves, and the tokens are counted alike on both sides', async () => {
    await using stack = await startStack({ b });
    const record = await burstAgainst(stack);
    expect(admittedTokensWithinBudget().judge(plan, record)).toMatchObject({
      status: 'held',
      measured: 6000,
      samples: 100,
    });
    expect(burstRefusalsExplained().judge(plan, record)).toMatchObject({ status: 'held', samples: 80 });
  });

  test('gets past a gateway that counts after the response', async () => {
    await using stack = await startStack({ b, config: { token_accounting: 'after-response' } });
    const record = await burstAgainst(stack);
    expect(admittedTokensWithinBudget().judge(plan, record)).toMatchObject({ status: 'breached' });
  });
});
