/** The same fields, each of which may have stayed unknown. */
export type MaybeKnown<T> = { [K in keyof T]-?: T[K] | undefined };

/** Without the fields that are unknown. */
export function known<T extends object>(parts: MaybeKnown<T>): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}
