import { armKey } from '../model/arm-id.ts';
import { exitCode } from '../model/exit-code.ts';
import type { Status, Summary, Verdict } from '../model/report.ts';

/** A weakened arm whose checks were judged. */
export interface ControlOutcome {
  scenario: string;
  /** Fixture of what was removed. */
  weakness: string;
  caught: boolean;
}

/**
 * What became of each weakened arm. It is caught if every check that must notice the missing control said `breached`;
 * an arm without a verdict is not.
 */
export function controlOutcomes(verdicts: readonly Verdict[]): ControlOutcome[] {
  const weakened = Map.groupBy(
    verdicts.filter(({ arm }) => arm === 'weakened'),
    (verdict) => armKey(verdict),
  );
  return [...weakened.values()].flatMap((found) => {
    const [first] = found;
    if (!first) return [];
    const { scenario, weakness = '' } = first;
    return [{ scenario, weakness, caught: found.every(({ status }) => status === 'breached') }];
  });
}

export function summarize(verdicts: readonly Verdict[]): Summary {
  const outcomes = controlOutcomes(verdicts);
  const protectedCount = (wanted: Status): number =>
    verdicts.filter(({ arm, status }) => arm === 'protected' && status === wanted).length;
  return {
    held: protectedCount('held'),
    breached: protectedCount('breached'),
    inconclusive: protectedCount('inconclusive'),
    notVerified: protectedCount('not-verified'),
    controlsCaught: outcomes.filter(({ caught }) => caught).length,
    controlsMissed: outcomes.filter(({ caught }) => !caught).length,
  };
}

/** Exit code of a judged run. A run in which nothing held has shown nothing, and never exits 0. */
export function exitCodeFor({ held, breached, inconclusive, controlsMissed }: Summary): number {
  if (breached > 0) return exitCode.breached;
  if (inconclusive > 0 || controlsMissed > 0 || held === 0) return exitCode.inconclusive;
  return exitCode.held;
}
