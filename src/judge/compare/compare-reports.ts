import type { ComparedObjective, Comparison, LoneObjective, Outcome } from '../../model/comparison.ts';
import type { Report, Verdict } from '../../model/report.ts';
import { compareObjective, sideOf } from './compare-objective.ts';
import { runDifferences } from './run-differences.ts';

/** Which objectives changed beyond noise from one run to another, and which could not be compared. */
export function compareReports(older: Report, newer: Report): Comparison {
  const before = new Map(older.verdicts.map((verdict) => [verdict.id, verdict]));
  const after = new Set(newer.verdicts.map(({ id }) => id));
  const objectives = newer.verdicts.flatMap((verdict) => {
    const earlier = before.get(verdict.id);
    return earlier ? [compareObjective(earlier, verdict)] : [];
  });
  const removed = older.verdicts.filter(({ id }) => !after.has(id)).map(alone);
  return {
    schemaVersion: 1,
    older: older.run,
    newer: newer.run,
    conclusion: conclude(objectives, removed),
    differences: runDifferences(older, newer),
    objectives: objectives.toSorted(worstFirst),
    added: newer.verdicts.filter(({ id }) => !before.has(id)).map(alone),
    removed,
  };
}

function conclude(
  objectives: readonly ComparedObjective[],
  removed: readonly LoneObjective[],
): Comparison['conclusion'] {
  const some = (wanted: Outcome): boolean => objectives.some(({ outcome }) => outcome === wanted);
  if (some('worse')) return 'worse';
  if (some('unsure') || removed.some(wasGood)) return 'unsure';
  const compared = objectives.some(({ arm, outcome }) => arm === 'protected' && outcome !== 'not-compared');
  return compared ? 'not-worse' : 'nothing-compared';
}

const wasGood = ({ arm, status }: LoneObjective): boolean =>
  status === (arm === 'weakened' ? 'breached' : 'held');

const alone = (verdict: Verdict): LoneObjective => {
  const { id, scenario, arm, objective, unit } = verdict;
  return { id, scenario, arm, objective, unit, ...sideOf(verdict) };
};

const order: readonly Outcome[] = ['worse', 'unsure', 'different', 'better', 'not-compared', 'same'];

/** By outcome; then what is newly breached; then by how much the figure changed in proportion. */
const worstFirst = (a: ComparedObjective, b: ComparedObjective): number =>
  order.indexOf(a.outcome) - order.indexOf(b.outcome) ||
  Number(isNewlyBreached(b)) - Number(isNewlyBreached(a)) ||
  compareSizes(proportion(b), proportion(a));

const isNewlyBreached = ({ older, newer }: ComparedObjective): boolean =>
  newer.status === 'breached' && older.status !== 'breached';

/** Two infinite sizes are equal, though their difference is not a number. */
const compareSizes = (a: number, b: number): number => (a === b ? 0 : a - b);

/** |ln newer / older|; Infinity from or to 0. */
function proportion({ older, newer }: ComparedObjective): number {
  if (older.measured === null || newer.measured === null || older.measured === newer.measured) return 0;
  const size = Math.abs(Math.log(newer.measured / older.measured));
  return Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
}
