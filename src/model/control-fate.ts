import type { Verdict } from './report.ts';

/** What became of a control that was removed. */
export type ControlFate = 'caught' | 'missed' | 'not-played';

/**
 * The fate of one weakened arm by its verdicts. It is caught if every check that must notice the missing control said
 * `breached`; whatever else was played, was missed.
 */
export function controlFate(verdicts: readonly Pick<Verdict, 'status' | 'notPlayed'>[]): ControlFate {
  if (verdicts.every(({ notPlayed }) => notPlayed === true)) return 'not-played';
  return verdicts.every(({ status }) => status === 'breached') ? 'caught' : 'missed';
}
