import { expect, it } from 'vitest';
import { endless, eventually, smallRequest, startStack } from './loopback-stack.ts';

/** 9 tokens of prompt, 2 of answer. */
const whole = { ...smallRequest, stream: true };

it.each([
  [{}, { finished: 2, aborted: true }],
  [{ abort_metering: 'lost' }, { finished: 2, aborted: false }],
  [{ stream_accounting: 'ignored' }, { finished: 0, aborted: false }],
])('with %o, in what the gateway says it served', async (config, expected) => {
  await using stack = await startStack({ config });
  const served = (): Promise<number> =>
    stack.metric('gateway', 'tenant_tokens_total{tenant_id="tenant-a",direction="output"}');
  await (await stack.complete({ body: whole })).text();
  // A stream that was sent whole is accounted for before the next request is served.
  await (await stack.complete()).text();
  expect(await served()).toBe(expected.finished + 2);

  const hangingUp = new AbortController();
  const answer = await stack.complete({ body: { ...endless, stream: true }, signal: hangingUp.signal });
  const reader = answer.body?.getReader();
  await reader?.read();
  hangingUp.abort();
  const running = (): Promise<number> => stack.metric('engine', 'vllm:num_requests_running');
  await eventually(async () => (await running()) === 0);
  await (await stack.complete()).text();
  expect((await served()) > expected.finished + 4).toBe(expected.aborted);
});
