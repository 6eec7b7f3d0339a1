import type { Verdict } from '../model/report.ts';
import type { ScenarioText } from './format.ts';

/** What became of a scenario with one of its controls removed: every check that looked must have said `breached`. */
export interface RemovedControl {
  scenario: string;
  /** Folder under `k8s-fixtures/weaknesses/`. */
  weakness: string;
  /** What was removed, in plain words, where they are known. */
  removes: string | undefined;
  verdicts: readonly Verdict[];
  /** Those that did not break. The control is caught if there are none. */
  missed: readonly Verdict[];
}

/** What became of it, in a sentence. */
export function whatBecameOf({ removes, missed }: RemovedControl): string {
  const removed = removes === undefined ? 'Control removed' : `Control removed (${removes})`;
  return missed.length === 0
    ? `${removed}: it broke, as it must`
    : `${removed}: it was not seen to break, so these checks can't be believed`;
}

/** The weakened arms among some verdicts, in their order. */
export function removedControls(
  verdicts: readonly Verdict[],
  texts: readonly ScenarioText[],
): RemovedControl[] {
  const weakened = verdicts.filter(({ arm }) => arm === 'weakened');
  const byScenario = [...Map.groupBy(weakened, ({ scenario }) => scenario)];
  return byScenario.flatMap(([scenario, found]) =>
    [...Map.groupBy(found, ({ weakness = '' }) => weakness)].map(([weakness, verdicts]) => ({
      scenario,
      weakness,
      removes: texts.find(({ id }) => id === scenario)?.weaknesses.find(({ fixture }) => fixture === weakness)
        ?.removes,
      verdicts,
      missed: verdicts.filter(({ status }) => status !== 'breached'),
    })),
  );
}
