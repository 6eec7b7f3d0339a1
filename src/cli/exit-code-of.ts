import { EnvironmentError, UsageError } from '../model/errors.ts';
import { exitCode } from '../model/exit-code.ts';

/** The one place where a failure becomes an exit code; undefined for a bug. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof Interrupted) return exitCode.interrupted;
  if (error instanceof UsageError) return exitCode.badConfiguration;
  if (error instanceof EnvironmentError || isSystemError(error)) return exitCode.environmentFailed;
  return undefined;
}

/** The operating system refused: a full disk, a missing permission. Node says which call and which path. */
const isSystemError = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && 'errno' in error;

/** The user pressed Ctrl-C, or we were asked to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What a person reads of a failure: cause, place and cure; a bug also shows where it happened. */
export function describeFailure(error: unknown): string {
  if (error instanceof Interrupted || isSystemError(error)) return error.message;
  if (error instanceof UsageError || error instanceof EnvironmentError) {
    return error.hint === undefined ? error.message : `${error.message}\n${error.hint}`;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a bug in tenantproof, please report it:\n${trace}`;
}
