import { describe, expect, it } from 'vitest';
import { smallServer, type Asked, type SmallServer } from '../steps/small-server.ts';
import { smallRequest, startStack, type LoopbackStack } from './loopback-stack.ts';

// `engine: openai`: answers in the form of vLLM's server, which knows no tenants and counts tokens with the model's tokenizer.
const common = { id: 'cmpl-1', created: 1, model: 'qwen2.5-0.5b-instruct', system_fingerprint: null };
const whole = {
  ...common,
  object: 'text_completion',
  choices: [{ index: 0, text: ' more', finish_reason: 'length', logprobs: null, stop_reason: null }],
  usage: { prompt_tokens: 31, completion_tokens: 2, total_tokens: 33, prompt_tokens_details: null },
};
const tooLong = {
  error: {
    message: "This model's maximum context length is 8192 tokens.",
    type: 'BadRequestError',
    param: null,
    code: 400,
  },
};
const events = [
  ...[' one', ' two'].map((text) =>
    JSON.stringify({ ...common, choices: [{ index: 0, text, finish_reason: null }] }),
  ),
  '[DONE]',
]
  .map((data) => `data: ${data}\n\n`)
  .join('');

interface Fronted extends AsyncDisposable {
  stack: LoopbackStack;
  engine: SmallServer;
}

async function inFrontOf(answer: (asked: Asked) => void): Promise<Fronted> {
  const engine = await smallServer(answer);
  const stack = await startStack();
  stack.control.setEngines([engine.url.origin]);
  return {
    stack,
    engine,
    [Symbol.asyncDispose]: async () => {
      await stack[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}

const json =
  (status: number, body: object) =>
  ({ response }: Asked): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const tokens = (stack: LoopbackStack, direction: string): Promise<number> =>
  stack.metric('gateway', `tenant_tokens_total{tenant_id="tenant-a",direction="${direction}"}`);

describe('in front of an engine that is not ours, the gateway', () => {
  it('passes the request and the answer on, and settles to the usage that the engine states', async () => {
    await using fronted = await inFrontOf(json(200, whole));
    const { stack, engine } = fronted;
    const answer = await stack.complete();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(whole);
    expect(engine.asked).toMatchObject([{ path: '/v1/completions', headers: { 'x-tenant-id': 'tenant-a' } }]);
    expect(JSON.parse(engine.asked[0]?.body ?? '')).toEqual(smallRequest);
    expect([await tokens(stack, 'input'), await tokens(stack, 'output')]).toEqual([31, 2]);
  });

  it('passes a stream on byte by byte, and counts its events', async () => {
    await using fronted = await inFrontOf(
      ({ response }) =>
        void response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end(events),
    );
    const { stack } = fronted;
    expect(await (await stack.complete({ body: { ...smallRequest, stream: true } })).text()).toBe(events);
    await stack.complete({ body: { ...smallRequest, stream: true } }).then((answer) => answer.text());
    expect(await tokens(stack, 'output')).toBeGreaterThanOrEqual(2);
  });

  it('passes its refusals on, and charges nothing for them', async () => {
    await using fronted = await inFrontOf(json(400, tooLong));
    const { stack } = fronted;
    const answer = await stack.complete();
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual(tooLong);
    expect([await tokens(stack, 'input'), await tokens(stack, 'output')]).toEqual([0, 0]);
  });
});
