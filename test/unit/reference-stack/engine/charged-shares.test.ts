import { expect, it } from 'vitest';
import { chargedShares } from '../../../../src/reference-stack/engine/charged-shares.ts';

const share = (tenant: string, ms: number) => ({ tenant, model: `model of ${tenant}`, ms, promptTokens: 0 });
const step = { ms: 4, shares: [share('a', 3), share('b', 1)], tenants: ['a', 'b', 'idle'] };

it('charges each tenant its share of the step, and an idle one nothing', () => {
  expect(chargedShares('per-tenant', step)).toEqual(step.shares);
});

it('charges everybody the whole step where the meter sees devices alone', () => {
  expect(chargedShares('device-total', step)).toEqual([
    { tenant: 'a', model: 'model of a', ms: 4 },
    { tenant: 'b', model: 'model of b', ms: 4 },
    { tenant: 'idle', model: 'model of a', ms: 4 },
  ]);
});
