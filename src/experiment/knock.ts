import { recogniseDialect } from '../dialects/recognise-dialect.ts';
import { EnvironmentError } from '../model/errors.ts';
import { mostKnocks } from '../model/reference-request.ts';
import type { TargetTenant } from '../model/target.ts';
import type { Stack } from '../stack/stack.ts';
import { pause } from '../system/pause.ts';
import { chatUrl } from './load/chat-url.ts';
import { postReference } from './load/post-reference.ts';

/**
 * One completion for each tenant of a target, before anything is played: a key, a model or an address that is wrong would
 * make every request of a run a failure, which would read as a verdict.
 * @throws EnvironmentError `endpoint-silent` or `endpoint-refuses`, naming the tenant and what to look at
 */
export async function knock(stack: Stack, tenants: readonly Tenant[], signal: AbortSignal): Promise<void> {
  for (const tenant of tenants) await letIn(stack, tenant, signal);
}

type Tenant = Pick<TargetTenant, 'name' | 'model'>;

/** A limit that is used up, as an interrupted run leaves it, is waited for. */
async function letIn(stack: Stack, tenant: Tenant, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { status, comeBackSeconds = usualWaitSeconds } = await askOnce(stack, tenant, signal);
    if (status === 200) return;
    if (status !== 429 || tries === mostKnocks) throw refused(chatUrl(stack.gateway), { ...tenant, status });
    await pause(1000 * Math.min(Math.max(comeBackSeconds, leastWaitSeconds), mostWaitSeconds), signal);
  }
}

const usualWaitSeconds = 5;
const leastWaitSeconds = 0.2;
const mostWaitSeconds = 60;

async function askOnce(
  stack: Stack,
  { name, model }: Tenant,
  signal: AbortSignal,
): Promise<{ status: number; comeBackSeconds?: number | undefined }> {
  const url = chatUrl(stack.gateway);
  const answer = await postReference(stack, { tenant: name, model }, signal).catch((error: Error) => error);
  signal.throwIfAborted();
  if (answer instanceof Error) throw silent(url, answer);
  await answer.body?.cancel();
  const { status } = answer;
  const headers = Object.fromEntries(answer.headers);
  const dialect = recogniseDialect([{ httpStatus: status, headers, body: '' }]);
  return { status, comeBackSeconds: dialect.comeBackSeconds(headers) };
}

const silent = (url: string, error: Error): EnvironmentError => {
  const cause = error.cause instanceof Error ? error.cause.message : error.message;
  return new EnvironmentError(`${url} does not answer: ${cause}`, {
    code: 'endpoint-silent',
    hint: 'Check target.endpoint, and whether this machine reaches it.',
    cause: error,
  });
};

const refused = (url: string, { name, model, status }: Tenant & { status: number }): EnvironmentError =>
  new EnvironmentError(`${url} answers one request of ${name} for the model ${model} with ${status}`, {
    code: 'endpoint-refuses',
    hint: hintFor(status),
  });

function hintFor(status: number): string {
  if (status === 401 || status === 403) return "Check the tenant's key, and that it may call the model.";
  if (status === 404) return "Check target.endpoint (without /v1/chat/completions) and the tenant's model.";
  if (status === 429)
    return "The tenant's limit is used up: wait until it is whole, and let nothing else use its key.";
  if (status >= 300 && status < 400)
    return 'It points elsewhere, and no other host than the one named is called: name that.';
  return 'A run needs a platform that serves a single request.';
}
