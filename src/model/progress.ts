/** Where long work reports to. Implemented in `cli/` for terminals and for plain logs. */
export interface Progress {
  /** Starts a step; only one of `done` and `failed` is called, once. */
  step(text: string): ProgressStep;
  /**
   * One line that stays, e.g. a way that failed before the next is tried.
   * @param weight `aside`: good to know, and of no consequence; `--quiet` leaves it out
   */
  note(text: string, weight?: 'aside'): void;
}

export interface ProgressStep {
  update(text: string): void;
  done(text?: string): void;
  failed(text?: string): void;
}

/** Reports nothing: for tests and for callers that do not care. */
export const silentProgress: Progress = {
  step: () => ({ update: () => {}, done: () => {}, failed: () => {} }),
  note: () => {},
};
