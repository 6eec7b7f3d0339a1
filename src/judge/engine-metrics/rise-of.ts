import { engineRoles } from '../../model/engine-metrics.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { Phase } from '../../model/plan.ts';
import { factsOf, type Fact } from '../facts.ts';
import { smallerP } from '../statistics/rank-sum.ts';
import { measuredPart } from '../windows.ts';
import { count, number } from '../words.ts';
import { levelIn } from './level-in.ts';
import { measuredRoles } from './role-words.ts';

/** What the engines' own figures say of an attack. */
export type Rise =
  /** They were clearly higher under it; or measured, and not so. `words` tells both levels. */
  | { kind: 'risen' | 'level'; words: string }
  /** They do not show it either way. */
  | { kind: 'untold'; cause: string };

/** Chance that noise alone makes any of the roles rise at any look, so far as it comes to each window by itself. */
const errorOfRise = 0.01 / engineRoles.length;
/** Of either phase: of fewer, no order of the levels is so unlikely at one look of several (1 in 924 for six of each). */
const fewestWindows = 7;
/** How many times the level at rest it must be under attack. */
const leastTimes = 1.5;

/**
 * Whether a metric was higher in attack windows than at rest: by Wilcoxon's rank sum over the levels of the windows, which
 * stand in random order, and by so much that it means something.
 * @param looks at which it is asked: the first that shows it ends the arm
 */
export function riseOf(
  record: ArmRecord,
  { role, metric, series }: Fact<'engine-metric'>,
  looks: number,
): Rise {
  const { levelOf, leastRise, words, scrapes } = measuredRoles[role];
  const windows = factsOf(record, 'window');
  const told = (phase: Phase): { levels: number[]; windows: number } => {
    const ofPhase = windows.filter((window) => window.phase === phase);
    const levels = ofPhase.map((window) => levelIn(series, measuredPart(window), levelOf));
    return { levels: levels.filter((level) => level !== undefined), windows: ofPhase.length };
  };
  const [attack, rest] = [told('attack'), told('baseline')];
  if (attack.levels.length < fewestWindows || rest.levels.length < fewestWindows) {
    return {
      kind: 'untold',
      cause: `${attack.levels.length} of ${count(attack.windows, 'attack window')} and ${rest.levels.length} of ${rest.windows} at rest hold ${scrapes} of ${metric}${pace(series)}, and it takes ${fewestWindows} of each`,
    };
  }
  const [high, low] = [medianOf(attack.levels), medianOf(rest.levels)];
  const isRisen =
    high >= leastTimes * low &&
    high - low >= leastRise &&
    smallerP(rest.levels, attack.levels) <= errorOfRise / looks;
  return {
    kind: isRisen ? 'risen' : 'level',
    words: `the engine ${words(high)} in attack windows, ${number(low)} at rest (medians; Prometheus)`,
  };
}

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

/** How often it was scraped. */
function pace(series: Fact<'engine-metric'>['series']): string {
  const steps = series.flatMap(({ scrapedAtMs }) =>
    scrapedAtMs.slice(1).map((atMs, index) => atMs - (scrapedAtMs[index] ?? Number.NaN)),
  );
  return steps.length === 0 ? '' : ` (one every ${number(Math.round(medianOf(steps) / 100) / 10)} s)`;
}
