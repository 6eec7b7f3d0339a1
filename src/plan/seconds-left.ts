import type { ArmPlan, WindowPlan } from '../model/plan.ts';
import { longest } from './expected-seconds.ts';

/** Where a run is. */
export interface PlanPosition {
  /** Place of the arm in `arms`. */
  arm: number;
  /** In which window; absent before the first, and in an arm that has none. */
  window?: Pick<WindowPlan, 'fromSeconds'>;
  /** Since that window, or else the warm-up, or else the arm began; 0 while the world is made ready, which the plan leaves out. */
  seconds: number;
}

/** Seconds of the plan that are left if no arm is decided before its last look; never less than 0. */
export function secondsLeft(arms: readonly ArmPlan[], { arm, window, seconds }: PlanPosition): number {
  const [now, ...later] = arms.slice(arm);
  const ofLater = later.reduce((sum, { design }) => sum + longest(design), 0);
  return now ? Math.max(0, longestFrom(now, window) - seconds) + ofLater : 0;
}

const longestFrom = ({ design }: ArmPlan, window: PlanPosition['window']): number =>
  window && design.kind === 'paired-windows' ? design.maxSeconds - window.fromSeconds : longest(design);
