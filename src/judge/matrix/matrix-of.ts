import { controlFate } from '../../model/control-fate.ts';
import type { Matrix, MatrixCell } from '../../model/matrix.ts';
import { isOutside } from '../../model/outside.ts';
import type { Report, Status, Verdict } from '../../model/report.ts';
import { fatesOf, type Catalogue } from './fates-of.ts';

/** What the verdicts of a run say of each of its scenarios, and of every weakness that there is. */
export function matrixOf({ run, verdicts }: Pick<Report, 'run' | 'verdicts'>, catalogue: Catalogue): Matrix {
  const byScenario = Map.groupBy(verdicts, ({ scenario }) => scenario);
  if (isOutside(run)) return { cells: [...byScenario].map(cellOutside), fates: [] };
  const cells = [...byScenario].flatMap(([scenario, found]): MatrixCell[] => [
    { scenario, weakness: null, status: soundStatus(found.filter(({ arm }) => arm === 'protected')) },
    ...weaknessesOf(scenario, found, catalogue).map((weakness) => ({
      scenario,
      weakness,
      status: weakenedStatus(found.filter((verdict) => verdict.weakness === weakness)),
    })),
  ]);
  return { cells, fates: fatesOf(cells, catalogue) };
}

function cellOutside([scenario, found]: [string, readonly Verdict[]]): MatrixCell {
  const status = soundStatus(found);
  return { scenario, weakness: null, status, ...(status === 'held' ? { control: 'not-exercised' } : {}) };
}

/** Those of the scenario, and after them those that only the run knows: it may be older than the scenario. */
function weaknessesOf(id: string, verdicts: readonly Verdict[], { scenarios }: Catalogue): string[] {
  const named = scenarios.find((scenario) => scenario.id === id)?.weaknesses ?? [];
  const played = verdicts.flatMap(({ weakness }) => (weakness === undefined ? [] : [weakness]));
  return [...new Set([...named.map(({ fixture }) => fixture), ...played])];
}

const worstFirst = ['breached', 'inconclusive', 'held'] as const satisfies Status[];

const soundStatus = (verdicts: readonly Verdict[]): Status =>
  worstFirst.find((status) => verdicts.some((verdict) => verdict.status === status)) ?? 'not-verified';

function weakenedStatus(verdicts: readonly Verdict[]): Status {
  const fate = controlFate(verdicts);
  if (fate === 'not-played') return 'not-verified';
  if (fate === 'caught') return 'breached';
  return verdicts.some(({ status }) => status === 'held') ? 'held' : 'inconclusive';
}
