import type { DesignPlan } from '../../model/plan.ts';

/** How many looks share the error of an arm. */
export const looksOf = (design: DesignPlan): number =>
  design.kind === 'paired-windows' ? design.looksPairs.length : 1;
