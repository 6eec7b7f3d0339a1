import { apiFailure, isApiException } from '../cluster/api-failure.ts';
import { EnvironmentError, UsageError } from '../model/errors.ts';
import { exitCode } from '../model/exit-code.ts';

/** The one place where a failure becomes an exit code; undefined for a bug. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof Interrupted) return exitCode.interrupted;
  if (error instanceof UsageError) return exitCode.badConfiguration;
  if (error instanceof EnvironmentError || isSystemError(error) || isApiException(error))
    return exitCode.environmentFailed;
  return undefined;
}

/** The operating system refused: a full disk, a missing permission. Node says which call and which path. */
const isSystemError = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && 'errno' in error;

/** The user pressed Ctrl-C, or we were asked to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What went wrong, of a failure that is no bug: cause and place. */
export function causeOf(error: Error): string {
  if (!isApiException(error)) return error.message;
  const { httpStatus, message } = apiFailure(error);
  return `The Kubernetes API answered a call with ${httpStatus}: ${message}`;
}

/** What a person reads of a failure: cause, place and cure; a bug also shows where it happened. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error) || exitCodeOf(error) === undefined) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `This is a bug in tenantproof, please report it:\n${trace}`;
  }
  const hint = hintOf(error);
  return hint === undefined ? causeOf(error) : `${causeOf(error)}\n${hint}`;
}

function hintOf(error: Error): string | undefined {
  if (error instanceof UsageError || error instanceof EnvironmentError) return error.hint;
  return isApiException(error)
    ? 'Check the cluster, and what the user of its kubeconfig may do there.'
    : undefined;
}
