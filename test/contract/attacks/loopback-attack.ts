import { KubeConfig } from '@kubernetes/client-node';
import type { AttackContext } from '../../../src/experiment/attacks/attack-driver.ts';
import type { Observation } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { nowMs } from '../../../src/system/clock.ts';

export interface LoopbackAttack {
  context: AttackContext;
  /** What was recorded, in order. */
  seen: Observation[];
}

/** What an attack is played with where there is a gateway and no cluster; the key of a tenant is `key-<last letter of its name>`. */
export function loopbackAttack(gateway: URL, plan: ArmPlan): LoopbackAttack {
  const seen: Observation[] = [];
  const context: AttackContext = {
    plan,
    stack: {
      gateway,
      gatewayFromPods: async () => gateway,
      prometheus: gateway,
      platformNamespaces: [],
      capabilities: new Set(),
      kube: new KubeConfig(),
      tenant: (name) => ({ apiKey: `key-${name.at(-1)}`, kube: new KubeConfig() }),
      restart: async () => {},
      policiesInForce: async () => {},
      weaken: async () => ({ [Symbol.asyncDispose]: async () => {} }),
    },
    recorder: {
      folder: '',
      record: (fact) => void seen.push({ atMs: nowMs(), scenario: plan.scenario, arm: plan.arm, ...fact }),
      keepSamples: () => {},
      snapshot: () => ({ observations: seen }),
    },
    startLoad: () => Promise.reject(new Error('no load is played here')),
    bill: () => Promise.reject(new Error('nothing is billed here')),
    signal: AbortSignal.timeout(30_000),
  };
  return { context, seen };
}
