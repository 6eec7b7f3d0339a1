import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Fact } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { nothingRestarted } from '../gates/nothing-restarted.ts';
import { memoryChange, type MemoryChange } from '../memory-change.ts';
import { callsOf } from '../model-calls.ts';
import { percentile } from '../statistics/percentile.ts';
import { isServed } from '../windows.ts';
import { count, gibibytes, number, statusWord, tally } from '../words.ts';

/** While the aggressor fills its memory, the victim's model is neither evicted nor loaded again, and nobody takes more than is theirs. */
export function victimModelStaysLoaded(): GatedCheck {
  return gated(
    {
      id: 'victim-model-stays-loaded',
      objective: "The victim's model stays in GPU memory, whatever its neighbour loads",
      unit: 'evictions and cold loads',
      measure,
    },
    {
      held: [attackDelivered, nothingRestarted, noFaults, armFinished],
      breached: [attackMade, nothingRestarted],
    },
  );
}

type Call = Fact<'model-call'>;

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit: 0, evidence: [] };
  const { attack, victim, aggressor } = plan;
  if (attack.kind !== 'model-tour') return { ...unknown, reason: 'no tour of models was planned' };
  const own = memoryChange(record, victim.name);
  const other = memoryChange(record, aggressor.name);
  if ('unknown' in own) return { ...unknown, reason: own.unknown };
  if ('unknown' in other) return { ...unknown, reason: other.unknown };
  const calls = callsOf(record, 'victim');
  const found = {
    measured: own.evictions + own.loads,
    limit: 0,
    samples: calls.length,
    evidence: [highestUse(plan, other), longestWaits(calls)],
  };
  const atFirst = whatWasAmissAtFirst(attack.modelBytes, own, calls);
  if (atFirst !== undefined) return { ...found, status: 'inconclusive', reason: atFirst };
  const broken = [...lossesOf(own, calls), ...overstepsOf(plan, other)];
  if (broken.length > 0) return { ...found, status: 'breached', reason: broken.join('; ') };
  return { ...found, ...seenByVictim(attack.rounds, calls, callsOf(record, 'aggressor')) };
}

/** The engine says that the model was never gone; the victim's own clock must not say otherwise. */
function seenByVictim(
  rounds: number,
  calls: readonly Call[],
  ofAggressor: readonly Call[],
): Pick<Finding, 'status' | 'reason'> {
  const [during, after] = [callsAt(calls, 'during'), callsAt(calls, 'after')];
  const asked = `${count(during.length, 'call')} of the victim during the attack and ${after.length} after it`;
  if (during.length < rounds || after.length === 0) {
    return { status: 'inconclusive', reason: `${asked} are too few: one is due after each round` };
  }
  const longestMs = Math.max(...waitsOf([...during, ...after]));
  // The aggressor's calls wait for a load, nearly all of them.
  const coldMs = percentile(
    waitsOf(ofAggressor).sort((a, b) => a - b),
    0.5,
  );
  if (longestMs >= coldMs) {
    const reason = `the engine counted no load, but the victim waited ${number(longestMs)} ms, as one does for a load (${number(coldMs)} ms)`;
    return { status: 'inconclusive', reason };
  }
  return { status: 'held', reason: `no eviction and no load; ${asked} found the model there` };
}

const waitsOf = (calls: readonly Call[]): Float64Array =>
  Float64Array.from(calls, ({ latencyMs }) => latencyMs);

const callsAt = (calls: readonly Call[], moment: Call['moment']): Call[] =>
  calls.filter((call) => call.moment === moment);

const failedOf = (calls: readonly Call[]): Call[] => calls.filter(({ httpStatus }) => !isServed(httpStatus));

/** A victim that was not well before the attack shows nothing of the attack. */
function whatWasAmissAtFirst(
  modelBytes: number,
  { residentBeforeBytes }: MemoryChange,
  calls: readonly Call[],
): string | undefined {
  const before = callsAt(calls, 'before');
  if (before.length === 0 || failedOf(before).length > 0)
    return 'the victim was not served before the attack';
  return residentBeforeBytes < modelBytes ? "the victim's model was not loaded before the attack" : undefined;
}

function lossesOf({ evictions, loads }: MemoryChange, calls: readonly Call[]): string[] {
  const failed = failedOf(calls);
  const statuses = tally(failed.map(({ httpStatus }) => statusWord(httpStatus)));
  const evicted = `the victim's model was evicted ${count(evictions, 'time')} and loaded anew ${count(loads, 'time')}`;
  const unserved = `${failed.length} of ${count(calls.length, 'call')} of the victim failed: ${statuses}`;
  return [...(evictions + loads > 0 ? [evicted] : []), ...(failed.length > 0 ? [unserved] : [])];
}

function overstepsOf({ aggressor }: ArmPlan, change: MemoryChange): string[] {
  const { peakBytes, peakBytesOfAll, gpuMemoryBytes } = change;
  const { name, gpuPartitionBytes } = aggressor;
  const own = `${name} held ${outOf(peakBytes, gpuPartitionBytes)} of its partition`;
  const all = `all tenants together held ${outOf(peakBytesOfAll, gpuMemoryBytes)} of the GPU`;
  return [...(peakBytes > gpuPartitionBytes ? [own] : []), ...(peakBytesOfAll > gpuMemoryBytes ? [all] : [])];
}

const outOf = (bytes: number, ofBytes: number): string => `${gibibytes(bytes)} of ${gibibytes(ofBytes)} GiB`;

const highestUse = ({ aggressor }: ArmPlan, change: MemoryChange): string =>
  `GPU memory in use, at the most at a scrape: ${aggressor.name} ${outOf(change.peakBytes, aggressor.gpuPartitionBytes)}, ` +
  `all tenants ${outOf(change.peakBytesOfAll, change.gpuMemoryBytes)}`;

const longestWaits = (calls: readonly Call[]): string => {
  const moments = (['before', 'during', 'after'] as const).flatMap((moment) => {
    const waits = waitsOf(callsAt(calls, moment));
    return waits.length === 0 ? [] : [`${number(Math.max(...waits))} ms ${moment}`];
  });
  return `The victim waited at the most ${moments.join(', ')} the attack`;
};
