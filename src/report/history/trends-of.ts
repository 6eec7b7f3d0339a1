import type { PastObjective, PastRun } from '../../model/history.ts';

/** Newest runs that a trend shows. */
const mostPoints = 100;

/** What one objective measured, oldest first. */
export interface Trend {
  id: string;
  scenario: string;
  objective: string;
  unit: string;
  points: readonly TrendPoint[];
  /** Older runs that are not shown. */
  older: number;
}

export interface TrendPoint extends Pick<PastObjective, 'status' | 'interval' | 'limit'> {
  startedAt: string;
  profile: string;
  measured: number;
}

/**
 * A trend for every objective that at least two runs measured in the same unit as the newest. Sorted by scenario, in the
 * order in which the newest run tells them.
 */
export function trendsOf(runs: readonly PastRun[]): Trend[] {
  const byId = Map.groupBy(
    runs.flatMap(({ run, objectives }) => objectives.map((objective) => ({ run, objective }))),
    ({ objective }) => objective.id,
  );
  return [...byId.values()].flatMap((seen) => {
    const [newest] = seen;
    if (!newest) return [];
    const { id, scenario, objective, unit } = newest.objective;
    const points = seen.flatMap(({ run, objective: past }): TrendPoint[] => {
      const { measured, status, limit, interval } = past;
      if (measured === null || past.unit !== unit) return [];
      const { startedAt, profile } = run;
      return [{ startedAt, profile, measured, status, limit, ...(interval ? { interval } : {}) }];
    });
    if (points.length < 2) return [];
    const shown = points.slice(0, mostPoints).toReversed();
    return [{ id, scenario, objective, unit, points: shown, older: points.length - shown.length }];
  });
}
