import { aggressorsOf, victimsOf } from '../model/crowd.ts';
import type { AttackContext } from './attacks/attack-driver.ts';
import { chatUrl } from './load/chat-url.ts';
import { referenceRequest, requestTimeoutSeconds } from './load/load-job.ts';

/**
 * One completion for each tenant that takes part, before anything is measured: a platform loads a model when it is first
 * asked for, and ten first calls at once take every slot of an engine. That is a cold start, not a neighbour's doing.
 * An answer that fails here is no fault: the windows show what the platform does.
 */
export async function wakeModels({ plan, stack, signal }: AttackContext): Promise<void> {
  const wake = async ({ name, model }: { name: string; model: string }): Promise<void> => {
    const answer = await fetch(chatUrl(stack.gateway), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${stack.tenant(name).apiKey}`,
        'content-type': 'application/json',
      },
      body: referenceRequest(model),
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutSeconds * 1000)]),
    });
    await answer.arrayBuffer();
  };
  await Promise.allSettled([...victimsOf(plan), ...aggressorsOf(plan)].map(wake));
  signal.throwIfAborted();
}
