import { promisedRps, victimsOf } from '../model/crowd.ts';
import { UsageError } from '../model/errors.ts';
import { keepsPromise } from '../model/load-shape.ts';
import type { ArmPlan, AttackPlan } from '../model/plan.ts';
import type { StackFacts } from '../model/stack-facts.ts';

/**
 * Refuses an experiment that could not tell, before anything starts.
 * @throws UsageError `too-few-samples`, `attack-cannot-bite` or `victim-over-capacity`
 */
export function refuseHopeless(arm: ArmPlan, facts: StackFacts): void {
  const { design, attack, limits } = arm;
  if (attack.kind === 'model-tour') refuseHarmlessTour(attack, arm, facts);
  if (attack.kind === 'steps') refuseIdleness(attack, arm);
  if (design.kind !== 'paired-windows') return;
  const rate = design.victimRateRps;
  const name = `${arm.scenario} (${arm.arm})`;

  const [first] = design.windows;
  const measuredSeconds = first === undefined ? 0 : first.toSeconds - first.measureFromSeconds;
  const samples = Math.floor(rate * measuredSeconds);
  if (samples < limits.minSamplesPerWindow) {
    throw new UsageError(
      `${name}: a p99 needs at least ${limits.minSamplesPerWindow} samples in a window, and ${rate} requests/s over ` +
        `${measuredSeconds.toFixed(1)} s measured give ${samples}`,
      { code: 'too-few-samples', hint: 'Raise victim.rateRps or windows.seconds.' },
    );
  }
  const promised = promisedRps(victimsOf(arm));
  // A stream beside the load is a request of the victim too.
  const streamsRps = design.tokenStreams ? 1 / design.tokenStreams.everySeconds : 0;
  if (rate + streamsRps >= promised || rate >= 0.8 * facts.capacityRps) {
    const bound = Math.floor(Math.min(promised - streamsRps, 0.8 * facts.capacityRps));
    const capacity = arm.outside ? '' : `, capacity ${facts.capacityRps.toFixed(0)}/s`;
    throw new UsageError(
      `${name}: the victim's ${rate} requests/s leave the stack no room (promised ${promised}/s${capacity}): it would hurt itself`,
      { code: 'victim-over-capacity', hint: `Set victim.rateRps below ${bound}.` },
    );
  }
  if (
    !arm.outside &&
    attack.kind === 'request-flood' &&
    !keepsPromise(arm) &&
    rate + attack.rateRps <= facts.capacityRps
  ) {
    throw new UsageError(
      `${name}: victim and attack together offer ${(rate + attack.rateRps).toFixed(0)} requests/s and the engines serve ` +
        `${facts.capacityRps.toFixed(0)}: without the control nobody would notice, so the experiment cannot tell`,
      {
        code: 'attack-cannot-bite',
        hint: 'Raise victim.rateRps or the attack, or give the engine fewer slots.',
      },
    );
  }
}

/** What is asked of every tenant with a promise is asked of nobody where there is none. */
function refuseIdleness({ steps }: Extract<AttackPlan, { kind: 'steps' }>, { scenario, arm }: ArmPlan): void {
  if (steps.length > 0) return;
  throw new UsageError(
    `${scenario} (${arm}): the attack has no step: no tenant has the promise that it is about`,
    {
      code: 'attack-cannot-bite',
      hint: `Give one tenant that promise (in its ResourceQuota, of a target in its promises), or leave ${scenario} out.`,
    },
  );
}

/** The victim's model is evicted between two of its requests only if a round of the tour fills the GPU beside it. */
function refuseHarmlessTour(
  { models, modelBytes }: Extract<AttackPlan, { kind: 'model-tour' }>,
  { scenario, arm, aggressor }: ArmPlan,
  { gpuMemoryBytes }: StackFacts,
): void {
  if ((models.length + 1) * modelBytes > gpuMemoryBytes) return;
  throw new UsageError(
    `${scenario} (${arm}): the ${models.length} models of ${aggressor.name} and one of the victim fit into the GPU ` +
      `together: without the control nobody would notice, so the experiment cannot tell`,
    {
      code: 'attack-cannot-bite',
      hint: `Give ${aggressor.name} more models in gateway.yaml, or the engine less GPU_MEMORY_BYTES.`,
    },
  );
}
