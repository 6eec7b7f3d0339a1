import { mostTokensOf } from '../../model/reference-request.ts';
import type { CompletionsStep } from '../../model/step.ts';
import { nowMs } from '../../system/clock.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { gatewayUrl } from '../load/gateway-url.ts';
import { completionBody, completionPath, tokensAskedBy } from './completion-body.ts';
import { eachAtOnce } from '../../system/each-at-once.ts';
import { receiveAnswer, unanswered } from './receive-answer.ts';
import type { StepContext } from './step-context.ts';
import { trickle } from './trickle.ts';

/** Longest time that one request may take. */
const answerWithinMs = 60_000;

/** Sends the requests of a step as the tenant and records how each ended. */
export async function playCompletions(context: StepContext, step: CompletionsStep): Promise<void> {
  if (step.startAt) await awaitAllowance(context, step);
  const requests = Array.from({ length: step.count }, () => step);
  await eachAtOnce(requests, step.atOnce, (_, index) => callOnce(context, step, index));
}

async function callOnce(context: StepContext, step: CompletionsStep, index: number): Promise<void> {
  const { plan, recorder, signal } = context;
  const tenant = plan[step.as];
  const body = completionBody(step.request, {
    model: tenant.model,
    mark: `${step.id} ${index}`,
    armWords: context.armWords,
  });
  await myTurn(context);
  const startedMs = nowMs();
  const hangingUp = new AbortController();
  const stop = AbortSignal.any([signal, hangingUp.signal, AbortSignal.timeout(answerWithinMs)]);
  const timer = hangUpTimer(step, hangingUp);
  const answer = await receiveAnswer(post(context, step, { body, signal: stop }), {
    step,
    startedMs,
    hangingUp,
  }).catch(() => ({ ...unanswered, hungUp: hangingUp.signal.aborted }));
  clearTimeout(timer);
  signal.throwIfAborted();
  recorder.record({
    kind: 'completion',
    step: step.id,
    as: tenant.name,
    tokensAsked: tokensAskedBy(step.request),
    ...answer,
    durationMs: nowMs() - startedMs,
  });
}

const myTurn = async ({ stack, plan: { design }, signal }: StepContext): Promise<void> =>
  stack.turn?.(design.kind === 'paired-windows' ? design.victimRateRps : 0, signal);

const hangUpTimer = ({ hangUp }: CompletionsStep, hangingUp: AbortController): NodeJS.Timeout | undefined =>
  hangUp && 'afterMs' in hangUp ? setTimeout(() => hangingUp.abort(), hangUp.afterMs) : undefined;

function post(
  { plan, stack }: StepContext,
  { as, request, sendDelayMs }: CompletionsStep,
  { body, signal }: { body: string; signal: AbortSignal },
): Promise<Response> {
  const key = {
    own: () => stack.tenant(plan[as].name).apiKey,
    forged: () => 'tp-nobody-has-this-key',
    none: () => undefined,
  }[request.apiKey ?? 'own']();
  stack.spend?.({ requests: 1, tokens: mostTokensOf(request) });
  return fetch(gatewayUrl(stack.gateway, completionPath(request)), {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...request.headers,
    },
    ...(sendDelayMs === undefined ? { body } : { body: trickle(body, sendDelayMs, signal), duplex: 'half' }),
    signal,
  });
}

/** Waits until the tenant has so much left, and records what it has then. */
async function awaitAllowance(context: StepContext, step: CompletionsStep): Promise<void> {
  const { plan, recorder, signal, settleSeconds } = context;
  const { name: tenant } = plan[step.as];
  const { tokens = 0, requests = 0 } = step.startAt ?? {};
  const remainingTokens = await waitUntil(
    async (probeSignal) => {
      const left = await askAllowance(context, step, probeSignal);
      return left.tokens >= tokens && left.requests >= requests
        ? { ready: left.tokens }
        : { seen: `${left.tokens} tokens and ${left.requests} requests left` };
    },
    {
      what: `${tenant} to have ${tokens} tokens and ${requests} requests left`,
      timeoutMs: settleSeconds * 1000,
      intervalMs: 500,
      signal,
    },
  );
  recorder.record({ kind: 'token-bucket', step: step.id, tenant, remainingTokens });
}

/** A request that asks for nothing is refused as invalid, which costs a request and no tokens. */
async function askAllowance(
  context: StepContext,
  step: CompletionsStep,
  signal: AbortSignal,
): Promise<{ tokens: number; requests: number }> {
  await myTurn(context);
  const { headers, body } = await post(
    context,
    { ...step, request: { promptTokens: 0, maxTokens: 0 } },
    { body: '{}', signal },
  );
  await body?.cancel();
  const left = (what: string): number => Number(headers.get(`x-ratelimit-remaining-${what}`) ?? Number.NaN);
  return { tokens: left('tokens'), requests: left('requests') };
}
