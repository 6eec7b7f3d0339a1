import { controlFate, type ControlFate } from '../model/control-fate.ts';
import type { Verdict } from '../model/report.ts';
import type { ScenarioText } from './format.ts';

/** What became of a scenario with one of its controls removed. */
export interface RemovedControl {
  scenario: string;
  /** Folder under `k8s-fixtures/weaknesses/`. */
  weakness: string;
  /** What was removed, in plain words, where they are known. */
  removes: string | undefined;
  fate: ControlFate;
  verdicts: readonly Verdict[];
  /** Those that did not break. */
  unbroken: readonly Verdict[];
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
      fate: controlFate(verdicts),
      verdicts,
      unbroken: verdicts.filter(({ status }) => status !== 'breached'),
    })),
  );
}

/** The fate in one sentence, and what follows from it. */
export function fateSentence({ fate, removes }: Pick<RemovedControl, 'fate' | 'removes'>): string {
  const removed = removes === undefined ? '' : ` (${removes})`;
  return `Control removed${removed}: ${sentences[fate]}`;
}

const sentences: Record<ControlFate, string> = {
  caught: 'it broke, as it must',
  missed: "it was not seen to break, so these checks can't be believed",
  'not-played': 'this was not played, so whether these checks see it is not known',
};
