import { expect, test } from 'vitest';
import { wakeModels } from '../../../src/experiment/wake-models.ts';
import { floodPlan } from '../../unit/judge/example-arm.ts';
import { startStack } from '../reference-stack/loopback-stack.ts';
import { loopbackAttack } from './loopback-attack.ts';

const loads = 'model_loads_total{tenant_id="tenant-a",model_name="llama-3-8b"}';
const model = 'llama-3-8b';
const plan = {
  ...floodPlan,
  victim: { ...floodPlan.victim, model },
  aggressor: { ...floodPlan.aggressor, model },
};

test('every model is loaded for every tenant that takes part before anything is measured', async () => {
  await using stack = await startStack();
  await wakeModels(loopbackAttack(new URL(stack.url), plan).context);
  expect(await stack.metric('engine', loads)).toBe(1);
  expect(await stack.metric('engine', loads.replace('tenant-a', 'tenant-b'))).toBe(1);
});

test('a tenant that is not let in stops nothing', async () => {
  await using stack = await startStack({ b: { model_name: 'another' } });
  await wakeModels(loopbackAttack(new URL(stack.url), plan).context);
  expect(await stack.metric('engine', loads)).toBe(1);
});
