import type { ArmPlan, DesignPlan, Plan } from '../model/plan.ts';

/** Time after set-up: if every arm is decided at its first look, and if none is before its last. */
export const expectedSeconds = (arms: readonly ArmPlan[]): Plan['expectedSeconds'] => ({
  min: total(arms, shortest),
  max: total(arms, longest),
});

const total = (arms: readonly ArmPlan[], seconds: (design: DesignPlan) => number): number =>
  Math.round(arms.reduce((sum, arm) => sum + seconds(arm.design), 0));

/** The longest that an arm of this design takes, from the start of its warm-up. */
export const longest = (design: DesignPlan): number =>
  design.kind === 'paired-windows' ? design.warmUp.maxSeconds + design.maxSeconds : design.settleSeconds;

/** Of a single shot that nobody has timed. */
const untimedSeconds = 5;

function shortest(design: DesignPlan): number {
  if (design.kind === 'single-shot')
    return design.expectedSeconds ?? Math.min(untimedSeconds, design.settleSeconds);
  const lastOfFirstLook = design.windows[2 * Math.min(...design.looksPairs) - 1];
  return design.warmUp.minSeconds + (lastOfFirstLook?.toSeconds ?? 0);
}
