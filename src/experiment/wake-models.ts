import { aggressorsOf, victimsOf } from '../model/crowd.ts';
import type { AttackContext } from './attacks/attack-driver.ts';
import { askModel } from './load/ask-model.ts';

/**
 * One completion for each tenant that takes part, before anything is measured: a platform loads a model when it is first
 * asked for, and ten first calls at once take every slot of an engine. That is a cold start, not a neighbour's doing.
 * An answer that fails here is no fault: the windows show what the platform does.
 */
export async function wakeModels(context: AttackContext): Promise<void> {
  const tenants = [...victimsOf(context.plan), ...aggressorsOf(context.plan)];
  await Promise.all(tenants.map(({ name, model }) => askModel(context, { tenant: name, model })));
}
