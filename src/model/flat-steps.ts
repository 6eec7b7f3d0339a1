import type { Step } from './step.ts';

/** All steps, those that begin together one by one. */
export const flatSteps = (steps: readonly Step[]): Exclude<Step, { kind: 'together' }>[] =>
  steps.flatMap((step) => (step.kind === 'together' ? flatSteps(step.steps) : [step]));
