import type { ArmRecord, Observation } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { RatioPoint, RatioStory } from '../../model/story.ts';
import { checksIn } from '../checks-in.ts';
import { isGated, type GatedCheck } from '../gates/gated.ts';
import { completePairs } from '../windows.ts';

/** Numbers of pairs that are looked at between the looks, at most: each is counted up anew. */
const mostBetween = 24;

/** What each check that more pairs can decide measured after more and more pairs; the last is what its verdict says. */
export function ratiosIn(scenario: Scenario, plan: ArmPlan, record: ArmRecord): RatioStory[] {
  const { design } = plan;
  if (design.kind !== 'paired-windows') return [];
  const played = completePairs(record).length;
  // A crowd's check counts up every victim.
  const between = plan.crowd ? [] : evenly(played, mostBetween);
  const looks = design.looksPairs.filter((pairs) => pairs <= played);
  const amounts = [...new Set([...looks, ...between, played])]
    .filter((pairs) => pairs > 0)
    .sort((a, b) => a - b);
  return checksIn(scenario, plan)
    .map(({ check }) => check)
    .filter(isGated)
    .filter(({ sequential, unit }) => sequential && unit === 'ratio')
    .map((check) => ({
      check: check.id,
      objective: check.objective,
      unit: check.unit,
      limit: check.measure(plan, record).limit,
      points: amounts.flatMap((pairs) => pointAfter(pairs, check, { plan, record, looks })),
    }));
}

interface Played {
  plan: ArmPlan;
  record: ArmRecord;
  looks: readonly number[];
}

function pointAfter(pairs: number, check: GatedCheck, { plan, record, looks }: Played): RatioPoint[] {
  const { measured, interval } = check.measure(plan, upTo(pairs, record));
  if (measured === null) return [];
  return [{ pairs, measured, ...(interval ? { interval } : {}), isLook: looks.includes(pairs) }];
}

/** The record as it was after so many pairs. */
const upTo = (pairs: number, record: ArmRecord): ArmRecord => ({
  ...record,
  observations: record.observations.filter(
    (seen: Observation) => seen.kind !== 'window' || seen.pair < pairs,
  ),
});

/** 2, 3, 4 … or as many of them as are wanted. */
function evenly(played: number, most: number): number[] {
  const every = Math.max(1, Math.ceil(played / most));
  return Array.from({ length: Math.floor(played / every) }, (_, index) => (index + 1) * every).filter(
    (pairs) => pairs >= 2,
  );
}
