import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import type { Fact } from '../facts.ts';
import { apiCallsOf, lookOf } from '../steps.ts';
import { count } from '../words.ts';

/** The steps of an attempt to push others' pods off a full node. */
export interface PreemptionSteps {
  /** Look at the nodes, with a note `gpus`. */
  nodes: string;
  /** Looks at the neighbours' pods of one GPU each, with notes `uid`, `tenant` and, once a pod is to go, `deletion`. */
  before: string;
  after: string;
  /** Creates the aggressor's pods, of one GPU each. */
  attack: string;
}

/** No pod of a neighbour gives way to the aggressor's, although the node has no room for both. */
export function nobodyPreempted(steps: PreemptionSteps): GatedCheck {
  return gated(
    {
      id: 'nobody-preempted',
      objective: "No pod of another tenant gives way to the aggressor's",
      unit: 'pods lost',
      measure: (_plan, record) => measure(steps, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(steps: PreemptionSteps, record: ArmRecord): Finding {
  const [before, after] = [lookOf(record, steps.before), lookOf(record, steps.after)];
  if (!before || !after) return undecided("the neighbours' pods were not seen before and after");
  if (!before.settled) return undecided("the neighbours' pods did not all run before the attack");
  const nodes = lookOf(record, steps.nodes);
  if (!nodes) return undecided('the nodes were not looked at');
  const gpus = nodes.objects.reduce((sum, { noted }) => sum + Number(noted['gpus'] ?? 0), 0);
  const asked = apiCallsOf(record, steps.attack).length;
  const free = gpus - before.objects.length;
  if (asked <= free)
    return undecided(`the nodes had room for all: ${free} of ${count(gpus, 'GPU')} were free`);
  const lost = before.objects.filter(({ noted }) => !stillThere(noted['uid'], after));
  const found = {
    measured: lost.length,
    limit: 0,
    samples: before.objects.length,
    evidence: [
      `${count(gpus, 'GPU')}, ${before.objects.length} in use by neighbours, ${asked} asked for by the aggressor`,
    ],
  };
  if (lost.length === 0) {
    return {
      ...found,
      status: 'held',
      reason: `all ${before.objects.length} pods of the neighbours are still there`,
    };
  }
  const perTenant = Map.groupBy(lost, ({ noted }) => noted['tenant'] ?? 'a neighbour');
  const worst = [...perTenant].map(([tenant, pods]) => `${tenant} lost ${pods.length}`).toSorted();
  return { ...found, status: 'breached', reason: `pods gave way: ${worst.join(', ')}` };
}

const stillThere = (uid: string | undefined, { objects }: Fact<'objects-seen'>): boolean =>
  objects.some(({ noted }) => noted['uid'] === uid && noted['deletion'] === undefined);

const undecided = (reason: string): Finding => ({
  status: 'inconclusive',
  measured: null,
  limit: 0,
  reason,
  evidence: [],
});
