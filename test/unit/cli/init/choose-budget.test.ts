import { describe, expect, test } from 'vitest';
import { budgetOf, chooseBudget, requestsNeeded } from '../../../../src/cli/init/choose-budget.ts';
import { plansOf } from '../../../../src/cli/init/plan-within.ts';
import type { ReadConfig } from '../../../../src/config/parse-config.ts';

/** No account of a run against a target is found there. */
const testCacheEnv: NodeJS.ProcessEnv = { XDG_CACHE_HOME: '/nonexistent' };

/** Settings of two tenants with such promises. */
const settings = (victimRpm: number, aggressorRpm: number): ReadConfig => ({
  config: {
    target: {
      endpoint: 'http://127.0.0.1:9',
      tenants: [victimRpm, aggressorRpm].map((requestsPerMinute, index) => ({
        name: `team-${index}`,
        key: { env: 'NOT_SET' },
        model: 'm',
        promises: { requestsPerMinute },
      })),
    },
  },
  placeOf: () => undefined,
  warnings: [],
});

const usual = budgetOf(50_000);

describe('the budget of a target', () => {
  test.each([
    ['the default where that does', 600, 60, 100],
    ['a higher rate for a tenant that was promised many requests', 6000, 6000, 292],
    ['a lower rate for windows that a victim of few requests makes long', 60, 600, 24],
  ])('is %s', async (_, victimRpm, aggressorRpm, rateRps) => {
    const plans = plansOf(settings(victimRpm, aggressorRpm), { stream: false, env: testCacheEnv });
    const { budget, plan } = await chooseBudget(usual, { victimRpm, aggressorRpm }, plans);
    expect(budget).toEqual({ ...usual, rateRps });
    expect(plan?.arms.map(({ scenario }) => scenario)).toContain('request-flood');
    expect(plan?.target?.most.requests).toBeLessThanOrEqual(usual.requests);
  });

  test('is never raised without a word; what would do can be told', async () => {
    const promised = { victimRpm: 6, aggressorRpm: 600 };
    const plans = plansOf(settings(6, 600), { stream: false, env: testCacheEnv });
    expect((await chooseBudget(usual, promised, plans)).plan).toBeUndefined();
    const needed = await requestsNeeded(promised, plans);
    expect(needed).toBeGreaterThan(50_000);
    const { plan } = await chooseBudget(budgetOf(needed ?? 0), promised, plans);
    expect(plan?.target?.most.requests).toBeLessThanOrEqual(needed ?? 0);
  });

  test('cannot be had where no rate is an attack', async () => {
    const plans = plansOf(settings(600, 600_000), { stream: false, env: testCacheEnv });
    expect(await requestsNeeded({ victimRpm: 600, aggressorRpm: 600_000 }, plans)).toBeUndefined();
  });
});
