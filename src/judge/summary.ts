import { armKey } from '../model/arm-id.ts';
import { controlFate, type ControlFate } from '../model/control-fate.ts';
import { exitCode } from '../model/exit-code.ts';
import type { Report, Status, Summary, Verdict } from '../model/report.ts';

/** A weakened arm and what became of it. */
export interface ControlOutcome {
  scenario: string;
  /** Fixture of what was removed. */
  weakness: string;
  fate: ControlFate;
}

/** What became of each weakened arm; one without a verdict is not among them. */
export function controlOutcomes(verdicts: readonly Verdict[]): ControlOutcome[] {
  const weakened = Map.groupBy(
    verdicts.filter(({ arm }) => arm === 'weakened'),
    (verdict) => armKey(verdict),
  );
  return [...weakened.values()].flatMap((found) => {
    const [first] = found;
    if (!first) return [];
    const { scenario, weakness = '' } = first;
    return [{ scenario, weakness, fate: controlFate(found) }];
  });
}

export function summarize(verdicts: readonly Verdict[]): Summary {
  const outcomes = controlOutcomes(verdicts);
  const ofFate = (wanted: ControlFate): number => outcomes.filter(({ fate }) => fate === wanted).length;
  const notPlayed = ofFate('not-played');
  const protectedCount = (wanted: Status): number =>
    verdicts.filter(({ arm, status }) => arm === 'protected' && status === wanted).length;
  return {
    held: protectedCount('held'),
    breached: protectedCount('breached'),
    inconclusive: protectedCount('inconclusive'),
    notVerified: protectedCount('not-verified'),
    controlsCaught: ofFate('caught'),
    controlsMissed: ofFate('missed'),
    ...(notPlayed > 0 ? { controlsNotPlayed: notPlayed } : {}),
  };
}

/** Exit code of a judged run. A run in which nothing held has shown nothing, and never exits 0. */
export function exitCodeFor({
  held,
  breached,
  inconclusive,
  controlsMissed,
  controlsNotPlayed = 0,
}: Summary): number {
  if (breached > 0) return exitCode.breached;
  if (inconclusive + controlsMissed + controlsNotPlayed > 0 || held === 0) return exitCode.inconclusive;
  return exitCode.held;
}

/**
 * The same of a report: an interruption outweighs what was judged before it, and a run that ended early, if only with its
 * last arm, never exits 0. What was left behind it does not know.
 */
export function exitCodeOfReport({ run, summary }: Pick<Report, 'run' | 'summary'>): number {
  if (run.interrupted) return exitCode.interrupted;
  const code = exitCodeFor(summary);
  return code === exitCode.held && run.endedEarly !== undefined ? exitCode.inconclusive : code;
}
