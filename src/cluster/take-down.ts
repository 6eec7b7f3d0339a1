import { EnvironmentError } from '../model/errors.ts';

/**
 * Undoes everything on the stack, the last change first; one that fails does not stop the others.
 * @throws EnvironmentError `teardown-failed` with the reason of each
 */
export async function takeDown(stack: AsyncDisposableStack): Promise<void> {
  try {
    await stack.disposeAsync();
  } catch (error) {
    throw new EnvironmentError(`Not everything could be undone:\n${reasons(error).join('\n')}`, {
      code: 'teardown-failed',
      hint: "Run 'tenantproof down'.",
      cause: error,
    });
  }
}

/** In the order in which they came up; each later error wraps those before it. */
function reasons(error: unknown): string[] {
  if (error instanceof SuppressedError) return [...reasons(error.suppressed), ...reasons(error.error)];
  return [error instanceof Error ? error.message : String(error)];
}
