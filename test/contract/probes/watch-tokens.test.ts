import { expect, test } from 'vitest';
import { watchTokens } from '../../../src/experiment/probes/watch-tokens.ts';
import type { Observation } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { floodPlan, withDesign } from '../../unit/judge/example-arm.ts';
import { loopbackAttack } from '../attacks/loopback-attack.ts';
import { eventually, startStack } from '../reference-stack/loopback-stack.ts';
import { smallServer } from '../steps/small-server.ts';

const model = 'llama-3-8b';
const streaming = withDesign({
  tokenStreams: { maxTokens: 8, everySeconds: 0.02, pauseSeconds: 0.01, most: 1000 },
});
const plan: ArmPlan = { ...streaming, victim: { ...streaming.victim, model } };

const streamsIn = (seen: readonly Observation[]) => seen.filter((fact) => fact.kind === 'token-stream');

test('one stream after the other is read as the victim, and the last word says how many', async () => {
  await using stack = await startStack();
  const { context, seen } = loopbackAttack(new URL(stack.url), plan);
  {
    await using tokens = watchTokens(context, plan.design);
    void tokens;
    await eventually(async () => {
      await new Promise(setImmediate);
      return streamsIn(seen).length >= 3;
    });
  }
  const streams = streamsIn(seen);
  expect(streams.map(({ index }) => index)).toEqual(streams.map((_, index) => index));
  expect(streams[0]).toMatchObject({ as: 'tenant-a', end: 'complete', httpStatus: 200 });
  expect(streams[0]?.gapsMs).toHaveLength(7);
  expect(seen.at(-1)).toMatchObject({ kind: 'token-streams-ended', streams: streams.length });
  const starts = streams.map(({ startedAtMs }) => startedAtMs);
  const ends = streams.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs);
  for (const [index, end] of ends.slice(0, -1).entries()) expect(starts[index + 1]).toBeGreaterThan(end);
});

test('each stream asks for something else, of what the plan says', async () => {
  await using server = await smallServer(({ response }) => response.writeHead(200).end('data: [DONE]\n\n'));
  const { context, seen } = loopbackAttack(server.url, plan);
  {
    await using tokens = watchTokens(context, plan.design);
    void tokens;
    await eventually(async () => {
      await new Promise(setImmediate);
      return streamsIn(seen).length >= 2;
    });
  }
  const [first, second] = server.asked;
  expect(first).toMatchObject({ path: '/v1/chat/completions', method: 'POST' });
  expect(first?.headers.authorization).toBe('Bearer key-a');
  expect(JSON.parse(first?.body ?? '')).toMatchObject({ model, stream: true, max_tokens: 8 });
  expect(second?.body).not.toBe(first?.body);
  expect(JSON.stringify(seen)).not.toContain('key-a');
});

test('what goes wrong is recorded, and ends nothing', async () => {
  await using server = await smallServer(({ response }, index) =>
    index % 2 === 0 ? response.destroy() : response.writeHead(503).end('busy'),
  );
  const { context, seen } = loopbackAttack(server.url, plan);
  {
    await using tokens = watchTokens(context, plan.design);
    void tokens;
    await eventually(async () => {
      await new Promise(setImmediate);
      return streamsIn(seen).length >= 4;
    });
  }
  expect(streamsIn(seen).slice(0, 2)).toMatchObject([
    { httpStatus: 0, end: 'refused' },
    { httpStatus: 503, end: 'refused' },
  ]);
  expect(seen.filter(({ kind }) => kind === 'fault')).toEqual([]);
});

test('it ends with the arm, in the middle of a stream', async () => {
  await using server = await smallServer(({ response }) => response.writeHead(200).flushHeaders());
  const { context, seen } = loopbackAttack(server.url, plan);
  const tokens = watchTokens(context, plan.design);
  await eventually(async () => {
    await new Promise(setImmediate);
    return server.asked.length > 0;
  });
  await tokens[Symbol.asyncDispose]();
  expect(seen).toMatchObject([
    { kind: 'token-stream', end: 'stopped' },
    { kind: 'token-streams-ended', streams: 1 },
  ]);
});

test('of a crowd each victim asks in its turn', async () => {
  await using server = await smallServer(({ response }) => response.writeHead(200).end('data: [DONE]\n\n'));
  const victims = ['a', 'c'].map((letter) => ({ ...plan.victim, name: `tenant-${letter}` }));
  const crowd = { victims, aggressors: [plan.aggressor], percentile: 0.9 };
  const { context, seen } = loopbackAttack(server.url, { ...plan, crowd });
  {
    await using tokens = watchTokens(context, plan.design);
    void tokens;
    await eventually(async () => {
      await new Promise(setImmediate);
      return streamsIn(seen).length >= 3;
    });
  }
  expect(
    streamsIn(seen)
      .slice(0, 3)
      .map(({ as }) => as),
  ).toEqual(['tenant-a', 'tenant-c', 'tenant-a']);
});

test('no more streams are opened than the plan has, and each is paid for before', async () => {
  await using server = await smallServer(({ response }) => response.writeHead(200).end('data: [DONE]\n\n'));
  const { context, seen } = loopbackAttack(server.url, plan);
  const spent: unknown[] = [];
  const stack = {
    ...context.stack,
    spend: (spending: unknown) => void spent.push(spending, server.asked.length),
  };
  const { design } = withDesign({
    tokenStreams: { maxTokens: 8, everySeconds: 0.001, pauseSeconds: 0.001, most: 2 },
  });
  {
    await using tokens = watchTokens({ ...context, stack }, design);
    void tokens;
    await eventually(async () => {
      await new Promise(setImmediate);
      return seen.some(({ kind }) => kind === 'token-streams-ended');
    });
  }
  expect(server.asked).toHaveLength(2);
  const each = { requests: 1, tokens: 68 };
  expect(spent).toEqual([each, 0, each, 1]);
});

test('where the budget is spent nothing is sent, and nobody says that it was watched to the end', async () => {
  const { context, seen } = loopbackAttack(new URL('http://127.0.0.1:9'), plan);
  const spend = (): void => {
    throw new Error('the budget is spent');
  };
  const tokens = watchTokens({ ...context, stack: { ...context.stack, spend } }, plan.design);
  await tokens[Symbol.asyncDispose]();
  expect(seen).toEqual([]);
});

test('nothing is streamed where nobody asked for it', async () => {
  const { context, seen } = loopbackAttack(new URL('http://127.0.0.1:9'), floodPlan);
  await using tokens = watchTokens(context, floodPlan.design);
  void tokens;
  expect(seen).toEqual([]);
});
