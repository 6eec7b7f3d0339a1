import type { ComparedObjective, FigureChange, Outcome, Side } from '../../model/comparison.ts';
import type { Status, Verdict } from '../../model/report.ts';
import { compareFigures } from './compare-figures.ts';

/** What became of one objective, by its figures and by its status; a weakened arm is compared by its status alone. */
export function compareObjective(older: Verdict, newer: Verdict): ComparedObjective {
  const { id, scenario, arm, objective, unit } = newer;
  const sides = { older: sideOf(older), newer: sideOf(newer) };
  if (arm === 'weakened') {
    const reason = 'without its control only the status counts';
    const figure: FigureChange = { kind: 'not-compared', reason };
    const outcome = controlOutcome(older.status, newer.status);
    return { id, scenario, arm, objective, unit, outcome, ...sides, figure };
  }
  const figure = compareFigures(older, newer);
  const found = outcomeOf(older.status, newer.status, figure);
  const outcome = found === 'same' && older.control !== newer.control ? 'different' : found;
  return { id, scenario, arm, objective, unit, outcome, ...sides, figure };
}

/** What a run said of an objective. */
export const sideOf = ({ status, measured, limit, reason, control }: Verdict): Side => ({
  status,
  measured,
  limit,
  reason,
  ...(control === undefined ? {} : { control }),
});

/** Figures of a run that was not sure of them cannot say that something got worse or better, only that it may have. */
function outcomeOf(older: Status, newer: Status, figure: FigureChange): Outcome {
  const trend = figure.kind === 'interval' ? figure.trend : 'same';
  const sure = isSure(older) && isSure(newer);
  if (newer === 'breached' && older !== 'breached') return 'worse';
  if (trend === 'worse') return sure ? 'worse' : 'unsure';
  if (older === 'held' && newer !== 'held') return 'unsure';
  if (newer === 'held' && older !== 'held') return 'better';
  if (trend === 'better') return sure ? 'better' : 'different';
  if (older !== newer || (figure.kind === 'exact-count' && !figure.equal)) return 'different';
  return figure.kind === 'not-compared' ? 'not-compared' : 'same';
}

const isSure = (status: Status): boolean => status === 'held' || status === 'breached';

/** A control that is removed must be missed, so `breached` is what a weakened arm has to say. */
function controlOutcome(older: Status, newer: Status): Outcome {
  if (older === newer) return 'same';
  if (older === 'breached') return 'unsure';
  return newer === 'breached' ? 'better' : 'different';
}
