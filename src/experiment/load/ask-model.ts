import type { AttackContext } from '../attacks/attack-driver.ts';
import { referenceTokens } from '../../model/reference-request.ts';
import { chatUrl } from './chat-url.ts';
import { referenceRequest, requestTimeoutSeconds } from './load-job.ts';

/**
 * Asks the gateway for one reference completion with a tenant's own key, and takes the whole answer.
 * @returns the HTTP status; 0 if there was no answer
 * @throws the abort reason if aborted
 */
export async function askModel(
  { stack, signal }: Pick<AttackContext, 'stack' | 'signal'>,
  { tenant, model }: { tenant: string; model: string },
): Promise<number> {
  stack.spend?.({ requests: 1, tokens: referenceTokens });
  const httpStatus = await fetch(chatUrl(stack.gateway), {
    method: 'POST',
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${stack.tenant(tenant).apiKey}`,
      'content-type': 'application/json',
    },
    body: referenceRequest(model),
    signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutSeconds * 1000)]),
  })
    .then(async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    })
    .catch(() => 0);
  signal.throwIfAborted();
  return httpStatus;
}
