/** Something that is asked for often, and done seldom. */
export interface Throttled {
  /** Does it now, or as soon as enough time has passed since the last time. */
  ask: () => void;
  /** What was asked for and is not done yet is not done any more. */
  forget: () => void;
}

/** @param actMs time between the beginnings of two calls, at least */
export function atMostEvery(actMs: number, act: () => void): Throttled {
  let lastMs = Number.NEGATIVE_INFINITY;
  let waiting: NodeJS.Timeout | undefined;
  const actNow = (): void => {
    waiting = undefined;
    lastMs = performance.now();
    act();
  };
  return {
    ask() {
      if (waiting) return;
      const waitMs = lastMs + actMs - performance.now();
      if (waitMs <= 0) actNow();
      else waiting = setTimeout(actNow, waitMs).unref();
    },
    forget() {
      clearTimeout(waiting);
      waiting = undefined;
    },
  };
}
