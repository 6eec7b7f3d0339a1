import { checkOf } from '../report/check-of.ts';
import type { Report, Verdict } from '../model/report.ts';
import { removedControls, type RemovedControl } from '../report/removed-controls.ts';

/** What was asked about by name, or the names that there are. */
export type Found<T> = { found: readonly T[] } | { known: readonly string[] };

/**
 * Verdicts of protected arms, by check (`victim-p99-ratio`, in every scenario that has it), by scenario, by
 * `<scenario>/<check>`, or by the id of a verdict.
 */
export function findVerdicts({ verdicts }: Pick<Report, 'verdicts'>, name: string): Found<Verdict> {
  const sound = verdicts.filter(({ arm }) => arm === 'protected');
  const found = sound.filter((verdict) => [verdict.id, ...namesOf(verdict)].includes(name));
  return found.length > 0 ? { found } : { known: sound.map((verdict) => namesOf(verdict)[0]) };
}

/** Controls that were removed, by weakness (`no-gpu-quota`), by scenario, or by `<scenario>/<weakness>`. */
export function findControls({ verdicts }: Pick<Report, 'verdicts'>, name: string): Found<RemovedControl> {
  const controls = removedControls(verdicts, []);
  const found = controls.filter(({ scenario, weakness }) =>
    [`${scenario}/${weakness}`, scenario, weakness].includes(name),
  );
  return found.length > 0
    ? { found }
    : { known: controls.map(({ scenario, weakness }) => `${scenario}/${weakness}`) };
}

function namesOf(verdict: Verdict): [string, ...string[]] {
  const { scenario } = verdict;
  const check = checkOf(verdict);
  return [`${scenario}/${check}`, scenario, check];
}
