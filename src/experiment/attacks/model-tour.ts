import type { AttackPlan } from '../../model/plan.ts';
import { nowMs } from '../../system/clock.ts';
import { observeEngineMemory } from '../probes/engine-memory.ts';
import { callModel } from '../probes/model-call.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';

type ModelTour = Extract<AttackPlan, { kind: 'model-tour' }>;

/** The victim's calls at rest, before the attack and again after it. */
const restCalls = 3;

/**
 * Calls every model of the aggressor, one after the other, round after round, each within its limits. The victim calls its
 * own model after every round: between two of its calls the aggressor has used all of its models, so that the victim's is
 * the least recently used of all.
 */
export async function modelTour(
  context: AttackContext,
  { models, rounds }: ModelTour,
): Promise<AttackDriver> {
  const { victim } = context.plan;
  let sinceMs = 0;
  const callAtRest = async (moment: 'before' | 'after'): Promise<void> => {
    for (let call = 0; call < restCalls; call++) {
      await callModel(context, { role: 'victim', moment, model: victim.model });
    }
  };
  return {
    begin: async () => {
      // The first call may load the model; what is loaded anew later was evicted.
      await callAtRest('before');
      await observeEngineMemory(context, 'before');
      sinceMs = nowMs();
    },
    strike: async () => {
      for (let round = 0; round < rounds; round++) {
        for (const model of models) await callModel(context, { role: 'aggressor', moment: 'during', model });
        await callModel(context, { role: 'victim', moment: 'during', model: victim.model });
      }
    },
    finish: async () => {
      await callAtRest('after');
      await observeEngineMemory(context, 'after', sinceMs);
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
