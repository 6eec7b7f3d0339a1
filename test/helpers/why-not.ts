/** Why something cannot be had here; undefined if it can. */
export const whyNot = (getting: Promise<unknown>): Promise<string | undefined> =>
  getting.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
