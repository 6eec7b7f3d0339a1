import { exitCodeOf, Interrupted } from '../cli/exit-code-of.ts';
import { EnvironmentError, UsageError } from '../model/errors.ts';
import { exitCode } from '../model/exit-code.ts';

/**
 * A failure as the library rejects with it: `UsageError`, `EnvironmentError` or `Interrupted`, and anything else as it
 * came, since it is a bug. What the operating system refused is a failure of the environment, as on the command line.
 */
export function expectedFailure(error: unknown): Error {
  if (error instanceof UsageError || error instanceof EnvironmentError || error instanceof Interrupted) {
    return error;
  }
  const failure = error instanceof Error ? error : new Error(String(error));
  if (exitCodeOf(error) !== exitCode.environmentFailed) return failure;
  return new EnvironmentError(failure.message, { code: 'system-refused', cause: error });
}
