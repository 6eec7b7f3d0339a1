import type { LoadRole, ObservedFact } from '../../model/observation.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';
import { chatUrl } from '../load/chat-url.ts';
import { referenceRequest, requestTimeoutSeconds } from '../load/load-job.ts';

type Moment = Extract<ObservedFact, { kind: 'model-call' }>['moment'];

export interface ModelCall {
  role: LoadRole;
  moment: Moment;
  model: string;
}

/** Asks the gateway for one completion with the tenant's own key, and records how long it took and how it ended. */
export async function callModel(
  { plan, stack, recorder, signal }: AttackContext,
  { role, moment, model }: ModelCall,
): Promise<void> {
  const startedAt = performance.now();
  const httpStatus = await fetch(chatUrl(stack.gateway), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stack.tenant(plan[role].name).apiKey}`,
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
  const latencyMs = performance.now() - startedAt;
  recorder.record({ kind: 'model-call', role, moment, model, httpStatus, latencyMs });
}
