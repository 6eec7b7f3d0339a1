import { describe, expect, it } from 'vitest';
import { smallRequest, startStack, type LoopbackStack } from './loopback-stack.ts';

const admitted = 'tenant_tokens_admitted_total{tenant_id="tenant-b"}';
/** 9 prompt tokens and 31 more: 5 of them are the budget. */
const body = { ...smallRequest, max_tokens: 31 };
const b = { rate_limit_tpm: 200, burst_requests: 110, max_concurrency: 110 };

const burst = (stack: LoopbackStack): Promise<Response[]> =>
  Promise.all(Array.from({ length: 100 }, () => stack.complete({ key: 'key-b', body })));
const served = (answers: readonly Response[]): number =>
  answers.filter(({ status }) => status === 200).length;
const remaining = async (stack: LoopbackStack): Promise<number> => {
  const answer = await stack.complete({ key: 'key-b', body: '{}' });
  expect(answer.status).toBe(400);
  return Number(answer.headers.get('x-ratelimit-remaining-tokens'));
};

describe('token_accounting', { timeout: 10_000 }, () => {
  it('at admission: a burst gets the budget and no token more, and every refusal says when to come back', async () => {
    await using stack = await startStack({ b });
    expect(await remaining(stack)).toBe(200);
    const answers = await burst(stack);
    expect(served(answers)).toBe(5);
    expect(await stack.metric('gateway', admitted)).toBe(200);
    for (const refused of answers.filter(({ status }) => status !== 200)) {
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
    }
  });

  it('after the response: the same burst races past the budget', async () => {
    // So slow that many are there before the first is answered, also on a busy machine.
    await using stack = await startStack({
      b,
      config: { token_accounting: 'after-response' },
      engineEnv: { STEP_MS: '5' },
    });
    const answers = await burst(stack);
    expect(served(answers)).toBeGreaterThan(50);
    expect(await stack.metric('gateway', admitted)).toBe(40 * served(answers));
    expect((await stack.complete({ key: 'key-b', body })).status).toBe(429);
  });

  it('is changed without a restart, and what was used stays used', async () => {
    await using stack = await startStack({ b, config: { token_accounting: 'after-response' } });
    await burst(stack);
    stack.control.setConfig(stack.configText({ b }), 'second');
    expect(await remaining(stack)).toBeLessThan(40);
    expect(served(await burst(stack))).toBe(0);
  });
});
