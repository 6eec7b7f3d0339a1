import type { StepContext } from './step-context.ts';

/** Over when the network enforces its policies, also for the pods of the steps before. */
export const playPoliciesInForce = ({ stack, signal }: StepContext): Promise<void> =>
  stack.policiesInForce(signal);
