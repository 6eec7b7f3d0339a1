import { engineRoles } from '../../model/engine-metrics.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { feltWords } from '../../model/outside.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf } from '../facts.ts';
import type { GateResult } from '../gates/gate.ts';
import { riseOf, type Rise } from './rise-of.ts';

/**
 * Whether the engines' own figures show that an attack was felt which the answers do not show. What they cannot tell is
 * said, and nothing where nobody asked them.
 * @param otherwise why the answers do not show it
 */
export function feltByEngine({ design }: ArmPlan, record: ArmRecord, otherwise: string): GateResult {
  const rises = risesIn(record, design.kind === 'paired-windows' ? design.looksPairs.length : 1);
  const risen = rises.find(({ kind }) => kind === 'risen');
  if (risen && 'words' in risen) return { ok: true, seen: `${feltWords}${risen.words}` };
  const said = wordsOf(rises);
  return { ok: false, cause: said === undefined ? otherwise : `${otherwise}; ${said}` };
}

/** Of each role what was recorded last. */
function risesIn(record: ArmRecord, looks: number): Rise[] {
  const facts = [...factsOf(record, 'engine-metric'), ...factsOf(record, 'engine-metric-lost')].toSorted(
    (a, b) => a.atMs - b.atMs,
  );
  return engineRoles.flatMap((role): Rise[] => {
    const last = facts.findLast((fact) => fact.role === role);
    if (!last) return [];
    return last.kind === 'engine-metric'
      ? [riseOf(record, last, looks)]
      : [{ kind: 'untold', cause: `${last.metric} could not be read from Prometheus (${last.cause})` }];
  });
}

/** All that were measured; else why the first could not be. */
function wordsOf(rises: readonly Rise[]): string | undefined {
  const level = rises.flatMap((rise) => ('words' in rise ? rise.words : []));
  if (level.length > 0) return `no clear rise of the engine's own figures: ${level.join('; ')}`;
  const [first] = rises;
  return first && 'cause' in first ? `the engine's own figures cannot tell: ${first.cause}` : undefined;
}
