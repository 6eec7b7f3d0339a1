import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf, type Fact } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { count } from '../words.ts';

/** No pod that must not notice the attack restarts or goes missing while it runs. */
export function victimNeverRestarts(): GatedCheck {
  return gated(
    {
      id: 'victim-never-restarts',
      objective: "The victim's pods and the pods that serve it never restart",
      unit: 'restarts',
      measure,
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(_plan: ArmPlan, record: ArmRecord): Finding {
  const watched = Map.groupBy(factsOf(record, 'restarts'), ({ namespace }) => namespace);
  const changes = [...watched].map(([namespace, seen]) => changeOf(namespace, seen));
  const found = { measured: null, limit: 0, evidence: changes.map(describe) };
  if (changes.length === 0) return { ...found, status: 'inconclusive', reason: 'no pod was watched' };
  const once = changes.find(({ looks }) => looks < 2);
  if (once) {
    const reason = `the pods of ${once.namespace} were seen once, so that no change could be seen`;
    return { ...found, status: 'inconclusive', reason };
  }
  const lost = changes.find(({ before, fewestPods }) => fewestPods < before.pods);
  const restarts = changes.reduce((sum, change) => sum + Math.max(0, change.restarts), 0);
  const counted = {
    ...found,
    measured: restarts,
    samples: changes.reduce((sum, { before }) => sum + before.pods, 0),
  };
  if (restarts > 0 || lost) {
    const missing = lost ? `; ${describe(lost)}` : '';
    return {
      ...counted,
      status: 'breached',
      reason: `${count(restarts, 'restart')} during the attack${missing}`,
    };
  }
  const empty = changes.find(({ before }) => before.pods === 0);
  if (empty)
    return { ...found, status: 'inconclusive', reason: `there was no pod in ${empty.namespace} to watch` };
  const replaced = changes.find((change) => change.restarts < 0);
  if (replaced) {
    const reason = `a pod of ${replaced.namespace} was replaced, so that its restarts can't be counted`;
    return { ...found, status: 'inconclusive', reason };
  }
  return { ...counted, status: 'held', reason: `no restart of ${count(counted.samples, 'pod')}` };
}

interface Change {
  namespace: string;
  looks: number;
  before: Fact<'restarts'>;
  restarts: number;
  fewestPods: number;
}

function changeOf(namespace: string, seen: readonly Fact<'restarts'>[]): Change {
  const [before, after] = [seen[0], seen.at(-1)];
  if (!before || !after) throw new RangeError(`No observation of ${namespace} to compare`);
  return {
    namespace,
    looks: seen.length,
    before,
    restarts: after.restarts - before.restarts,
    fewestPods: Math.min(...seen.map(({ pods }) => pods)),
  };
}

const describe = ({ namespace, before, fewestPods, restarts }: Change): string =>
  `${namespace}: ${before.pods} pods before, ${fewestPods} at the fewest, ${restarts} more restarts`;
