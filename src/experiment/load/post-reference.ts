import { referenceTokens } from '../../model/reference-request.ts';
import type { Stack } from '../../stack/stack.ts';
import { chatUrl } from './chat-url.ts';
import { referenceRequest, requestTimeoutSeconds } from './load-job.ts';

/**
 * Sends one reference request with a tenant's own key, which is paid for before.
 * @returns the answer, whose body is still to be read
 * @throws what fetch throws if there is none; EnvironmentError `budget-spent`
 */
export function postReference(
  stack: Pick<Stack, 'gateway' | 'tenant' | 'spend'>,
  { tenant, model }: { tenant: string; model: string },
  signal: AbortSignal,
): Promise<Response> {
  stack.spend?.({ requests: 1, tokens: referenceTokens });
  return fetch(chatUrl(stack.gateway), {
    method: 'POST',
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${stack.tenant(tenant).apiKey}`,
      'content-type': 'application/json',
    },
    body: referenceRequest(model),
    signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutSeconds * 1000)]),
  });
}
