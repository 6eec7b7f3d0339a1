/** What every expected failure carries, so that one place (`cli/`) can print it and choose the exit code. */
export interface FailureDetails {
  /** Stable identifier for scripts and tests, e.g. `subnet-taken`. */
  code: string;
  /** What the reader can do about it, as an imperative sentence. */
  hint?: string;
  cause?: unknown;
}

abstract class ExpectedFailure extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(message: string, { code, hint, cause }: FailureDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** The user asked for something that cannot be done as asked: exit 104. */
export class UsageError extends ExpectedFailure {
  override readonly name = 'UsageError';
}

/** The machine, the cluster or a program let us down: exit 21. */
export class EnvironmentError extends ExpectedFailure {
  override readonly name = 'EnvironmentError';
}
