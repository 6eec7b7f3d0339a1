import type { MatrixCell, WeaknessFate } from '../../model/matrix.ts';
import type { Scenario } from '../../model/scenario.ts';

export interface Catalogue {
  /** All that there are, not only those of the run. */
  scenarios: readonly Pick<Scenario, 'id' | 'weaknesses'>[];
  /** Every folder of `k8s-fixtures/weaknesses`. */
  weaknesses: readonly string[];
}

/** Who caught each weakness; a weakness that nobody caught is there as well. */
export function fatesOf(cells: readonly MatrixCell[], { scenarios, weaknesses }: Catalogue): WeaknessFate[] {
  return weaknesses.map((weakness) => {
    const played = cells.filter((cell) => cell.weakness === weakness && cell.status !== 'not-verified');
    const caughtBy = played.filter(({ status }) => status === 'breached').map(({ scenario }) => scenario);
    const missedBy = played.filter(({ status }) => status !== 'breached').map(({ scenario }) => scenario);
    const notPlayedBy = scenarios
      .filter((scenario) => scenario.weaknesses.some(({ fixture }) => fixture === weakness))
      .map(({ id }) => id)
      .filter((id) => !caughtBy.includes(id) && !missedBy.includes(id));
    return { weakness, caughtBy, missedBy, notPlayedBy };
  });
}
