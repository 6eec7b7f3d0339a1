import { EnvironmentError } from '../model/errors.ts';

/** Why something failed, and what can be done about it where that is known, in one line for the record. */
export const causeOf = (error: unknown): string => {
  const { message } = error as Error;
  return error instanceof EnvironmentError && error.hint !== undefined
    ? `${message}. ${error.hint}`
    : message;
};
