import { chanceOf } from './chance.ts';
import { floodPlan } from './flood-plan.ts';
import { k6Thresholds } from './judges/k6-thresholds.ts';
import type { Outcome } from './judges/outcome.ts';
import { pointEstimate } from './judges/point-estimate.ts';
import { tenantproof } from './judges/tenantproof.ts';
import type { Machine, NoiseModel } from './noise/noise-model.ts';

/** What one judge said of many experiments that differ by chance alone. Shares are in [0, 1], or null where there is no such answer. */
export interface Row {
  noise: string;
  judge: string;
  trueRatio: number;
  limit: number;
  /** Held, though the true ratio is the limit. */
  falsePass: number | null;
  /** Breached, though the attack changes nothing. */
  falseFail: number | null;
  /** Breached, as everything is half as slow again. */
  detected: number | null;
  inconclusive: number;
  /** Mean time to the verdict. */
  meanSeconds: number;
}

export interface BenchTerms {
  noiseModels: readonly NoiseModel[];
  seed: number;
  /** Experiments of each judge, for each noise and true ratio. */
  runs: number;
  onCell?: (noise: string, trueRatio: number) => void;
}

const clearlySlower = 1.5;

/** Every judge on every noise, with true ratios of 1, of the limit and of 1.5. The same terms give the same rows. */
export function benchRows({ noiseModels, seed, runs, onCell }: BenchTerms): Row[] {
  const { p99Ratio: limit } = floodPlan('nightly', seed).limits;
  return noiseModels.flatMap((noise) =>
    [1, limit, clearlySlower].flatMap((trueRatio) => {
      onCell?.(noise.id, trueRatio);
      return rowsOf({ noise, trueRatio, limit, seed, runs });
    }),
  );
}

interface Cell {
  noise: NoiseModel;
  trueRatio: number;
  limit: number;
  seed: number;
  runs: number;
}

/** The others are given as much time as ours took on average in the same cell. */
function rowsOf(cell: Cell): Row[] {
  const { trueRatio, limit } = cell;
  const ours = repeat(cell, 'tenantproof', ({ seed, machine }) =>
    tenantproof(floodPlan('nightly', seed), machine, trueRatio),
  );
  const quick = repeat(cell, 'tenantproof-quick', ({ seed, machine }) =>
    tenantproof(floodPlan('quick', seed), machine, trueRatio),
  );
  const seconds = meanOf(ours, (outcome) => outcome.seconds);
  const pairs = Math.round(meanOf(ours, (outcome) => outcome.pairs));
  const k6 = repeat(cell, 'k6-thresholds', ({ machine }) =>
    k6Thresholds(machine, { limit, trueRatio, seconds }),
  );
  const point = repeat(cell, 'point-estimate', ({ seed, machine }) =>
    pointEstimate(floodPlan('nightly', seed), machine, { limit, trueRatio, pairs }),
  );
  return [
    rowOf(cell, 'tenantproof', ours),
    rowOf(cell, 'tenantproof-quick', quick),
    rowOf(cell, 'k6-thresholds', k6),
    rowOf(cell, 'point-estimate', point),
  ];
}

interface Turn {
  /** Of the plan. */
  seed: number;
  machine: Machine;
}

function repeat<T extends Outcome>(cell: Cell, judge: string, play: (turn: Turn) => T): T[] {
  const { noise, trueRatio, seed, runs } = cell;
  return Array.from({ length: runs }, (_, turn) => {
    const chance = chanceOf(seed, `${noise.id} ${judge} ${trueRatio}`, turn);
    return play({ seed: chance.whole(2 ** 32), machine: noise.start(chance) });
  });
}

function rowOf({ noise, trueRatio, limit }: Cell, judge: string, outcomes: readonly Outcome[]): Row {
  const share = (wanted: Outcome['status']): number =>
    meanOf(outcomes, ({ status }) => (status === wanted ? 1 : 0));
  return {
    noise: noise.id,
    judge,
    trueRatio,
    limit,
    falsePass: trueRatio === limit ? share('held') : null,
    falseFail: trueRatio === 1 ? share('breached') : null,
    detected: trueRatio === clearlySlower ? share('breached') : null,
    inconclusive: share('inconclusive'),
    meanSeconds: meanOf(outcomes, ({ seconds }) => seconds),
  };
}

const meanOf = <T>(things: readonly T[], valueOf: (thing: T) => number): number =>
  things.reduce((sum, thing) => sum + valueOf(thing), 0) / things.length;
