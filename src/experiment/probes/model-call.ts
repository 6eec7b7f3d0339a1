import type { LoadRole, ObservedFact } from '../../model/observation.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';
import { askModel } from '../load/ask-model.ts';

type Moment = Extract<ObservedFact, { kind: 'model-call' }>['moment'];

export interface ModelCall {
  role: LoadRole;
  moment: Moment;
  model: string;
}

/** Asks the gateway for one completion with the tenant's own key, and records how long it took and how it ended. */
export async function callModel(context: AttackContext, { role, moment, model }: ModelCall): Promise<void> {
  const startedAt = performance.now();
  const httpStatus = await askModel(context, { tenant: context.plan[role].name, model });
  const latencyMs = performance.now() - startedAt;
  context.recorder.record({ kind: 'model-call', role, moment, model, httpStatus, latencyMs });
}
