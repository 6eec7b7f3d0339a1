import type { RestartStep } from '../../model/step.ts';
import type { StepContext } from './step-context.ts';

/** Has the pods replaced; the stack's addresses are those of the new ones afterwards. */
export const playRestart = ({ stack, signal }: StepContext, { app }: RestartStep): Promise<void> =>
  stack.restart(app, signal);
