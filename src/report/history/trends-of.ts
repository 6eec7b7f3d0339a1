import type { PastObjective, PastRun } from '../../model/history.ts';
import type { Status } from '../../model/report.ts';

/** Newest runs that a trend shows. */
const mostPoints = 100;

/** What one objective measured, oldest first. */
export interface Trend {
  id: string;
  scenario: string;
  objective: string;
  unit: string;
  /** Of a platform that is not ours: its figures are no part of the trend of another. */
  endpoint?: string;
  points: readonly TrendPoint[];
  /** Older runs that are not shown. */
  older: number;
}

export interface TrendPoint extends Pick<PastObjective, 'status' | 'control' | 'interval' | 'limit'> {
  startedAt: string;
  profile: string;
  measured: number;
}

const gravestFirst: readonly Status[] = ['breached', 'inconclusive', 'not-verified', 'held'];

/**
 * A trend for every objective that at least two runs measured in the same unit as the newest; of an endpoint one of its own. What the newest run did not
 * hold comes first, else in its own order.
 */
export const trendsOf = (runs: readonly PastRun[]): Trend[] =>
  allTrends(runs).sort((a, b) => gravity(a) - gravity(b));

const gravity = ({ points }: Trend): number => gravestFirst.indexOf(points.at(-1)?.status ?? 'held');

function allTrends(runs: readonly PastRun[]): Trend[] {
  const byId = Map.groupBy(
    runs.flatMap(({ run, objectives }) => objectives.map((objective) => ({ run, objective }))),
    ({ run, objective }) => `${objective.id} ${run.endpoint ?? ''}`,
  );
  return [...byId.values()].flatMap((seen) => {
    const [newest] = seen;
    if (!newest) return [];
    const { id, scenario, objective, unit } = newest.objective;
    const { endpoint } = newest.run;
    const points = seen.flatMap(({ run, objective: past }): TrendPoint[] => {
      const { measured, status, control, limit, interval } = past;
      if (measured === null || past.unit !== unit) return [];
      const { startedAt, profile } = run;
      return [
        {
          startedAt,
          profile,
          measured,
          status,
          limit,
          ...(interval ? { interval } : {}),
          ...(control === undefined ? {} : { control }),
        },
      ];
    });
    if (points.length < 2) return [];
    const shown = points.slice(0, mostPoints).toReversed();
    const older = points.length - shown.length;
    const place = endpoint === undefined ? {} : { endpoint };
    return [{ id, scenario, objective, unit, ...place, points: shown, older }];
  });
}
