import type { AttackPlan } from '../../model/plan.ts';
import { oneToken } from '../../model/reference-request.ts';
import { nowMs } from '../../system/clock.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { chatUrl } from '../load/chat-url.ts';
import { burstAnswer, remainingTokens, unanswered } from '../probes/burst-answer.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';

type TokenBurst = Extract<AttackPlan, { kind: 'token-burst' }>;

/** Longest time for the last of the burst: where nothing is refused, it waits for all the others. */
const answerWithinMs = 30_000;

/** Sends many requests at the same moment with the tenant's own key, which together ask for far more tokens than it has. */
export async function tokenBurst(context: AttackContext, attack: TokenBurst): Promise<AttackDriver> {
  return {
    begin: async () => {},
    strike: async () => {
      await awaitTokens(context, attack.startAtTokens);
      await Promise.all(Array.from({ length: attack.requests }, () => callOnce(context, attack)));
    },
    finish: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Waits until the tenant has so many tokens, for as long as the plan lets the world settle, and records what it has then. */
async function awaitTokens(context: AttackContext, startAtTokens: number): Promise<void> {
  const { plan, recorder, signal } = context;
  const { name: tenant } = plan.aggressor;
  const settleSeconds = plan.design.kind === 'single-shot' ? plan.design.settleSeconds : 0;
  let last: number | undefined;
  const failure = await waitUntil(
    async (probeSignal) => {
      last = (await askRemaining(context, probeSignal)) ?? last;
      if (last === undefined) return { seen: 'an answer without x-ratelimit-remaining-tokens' };
      return last >= startAtTokens ? { ready: undefined } : { seen: `${last} tokens left` };
    },
    {
      what: `${tenant} to have ${startAtTokens} tokens left`,
      timeoutMs: settleSeconds * 1000,
      intervalMs: 500,
      signal,
    },
  ).catch((error: Error) => error);
  signal.throwIfAborted();
  if (last !== undefined) recorder.record({ kind: 'token-bucket', tenant, remainingTokens: last });
  else recorder.record({ kind: 'fault', what: `the tokens of ${tenant}`, cause: String(failure) });
}

/** A request that asks for nothing is refused as invalid, which costs a request and no tokens. */
async function askRemaining(context: AttackContext, signal: AbortSignal): Promise<number | undefined> {
  const answer = await post(context, '{}', signal);
  await answer.arrayBuffer();
  return remainingTokens(answer.headers);
}

async function callOnce(context: AttackContext, { promptTokens, maxTokens }: TokenBurst): Promise<void> {
  const { plan, recorder, signal } = context;
  const body = JSON.stringify({
    model: plan.aggressor.model,
    max_tokens: maxTokens,
    messages: [{ role: 'user', content: oneToken.repeat(promptTokens) }],
  });
  const startedMs = nowMs();
  const answer = await post(context, body, AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]))
    .then(async (response) => burstAnswer(response.status, response.headers, await response.text()))
    .catch(() => unanswered);
  signal.throwIfAborted();
  recorder.record({
    kind: 'burst-call',
    as: plan.aggressor.name,
    tokensAsked: promptTokens + maxTokens,
    ...answer,
    durationMs: nowMs() - startedMs,
  });
}

const post = ({ plan, stack }: AttackContext, body: string, signal: AbortSignal): Promise<Response> =>
  fetch(chatUrl(stack.gateway), {
    method: 'POST',
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${stack.tenant(plan.aggressor.name).apiKey}`,
      'content-type': 'application/json',
    },
    body,
    signal,
  });
