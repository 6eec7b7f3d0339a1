import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { readingGrowth } from '../reading-growth.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, statusWord, tally } from '../words.ts';

export interface MemoryTerms {
  /** Two readings, by tenant, of the counters `loads`, `evictions` and `outOfMemory`. */
  from: string;
  to: string;
  /** Steps in which the victim asks before the attack; it must be served, or its model may not be there. */
  atRest: string;
  /** Steps in which it asks meanwhile. */
  meanwhile: readonly string[];
}

const counters = ['loads', 'evictions', 'outOfMemory'] as const;

/** While the aggressor asks for ever more memory, the victim is served, and its model is neither evicted nor loaded again. */
export function victimMemoryUntouched(terms: MemoryTerms): GatedCheck {
  return gated(
    {
      id: 'victim-memory-untouched',
      objective:
        'While a neighbour asks for ever more GPU memory, the victim is never out of memory, evicted or loaded again',
      unit: 'cold loads, evictions and failures',
      measure: (plan, record) => measure(terms, plan, record),
    },
    stepGates,
  );
}

type Grown = Record<(typeof counters)[number], number>;

function measure(terms: MemoryTerms, { victim, aggressor }: ArmPlan, record: ArmRecord): Finding {
  const own = growthOf(victim.name, terms, record);
  const others = growthOf(aggressor.name, terms, record);
  if ('unknown' in own) return undecidable(own.unknown, 0);
  if ('unknown' in others) return undecidable(others.unknown, 0);
  const silent = [terms.atRest, ...terms.meanwhile].filter(
    (step) => completionsOf(record, step).length === 0,
  );
  if (silent.length > 0) return undecidable(`the victim was not seen to ask in ${silent.join(', ')}`, 0);
  if (completionsOf(record, terms.atRest).some(({ httpStatus }) => httpStatus !== 200))
    return undecidable('the victim was not served before the attack', 0);
  const calls = terms.meanwhile.flatMap((step) => completionsOf(record, step));
  const failed = calls.filter(({ httpStatus }) => httpStatus !== 200);
  const found = {
    // What the engine counts as out of memory is among the failures.
    measured: own.loads + own.evictions + Math.max(own.outOfMemory, failed.length),
    limit: 0,
    samples: calls.length,
    evidence: [`${aggressor.name}: ${describe(others)}`],
  };
  const answers = tally(calls.map(({ httpStatus }) => statusWord(httpStatus)));
  const reason = `the victim's: ${describe(own)}; its ${count(calls.length, 'request')}: ${answers}`;
  if (found.measured > 0) return { ...found, status: 'breached', reason };
  return others.outOfMemory > 0
    ? { ...found, status: 'held', reason }
    : { ...found, status: 'inconclusive', reason: `nobody was seen to run out of memory; ${reason}` };
}

function growthOf(label: string, { from, to }: MemoryTerms, record: ArmRecord): Grown | { unknown: string } {
  const grown: Grown = { loads: 0, evictions: 0, outOfMemory: 0 };
  for (const query of counters) {
    const growth = readingGrowth(record, { from, to, query, label });
    if ('unknown' in growth) return growth;
    grown[query] = growth.grown;
  }
  return grown;
}

const describe = ({ loads, evictions, outOfMemory }: Grown): string =>
  `${count(loads, 'load')}, ${count(evictions, 'eviction')}, ${outOfMemory} times out of memory`;
