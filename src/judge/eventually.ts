export interface Awaited {
  /** When the wait began; all moments in milliseconds since the epoch. */
  fromMs: number;
  withinMs: number;
  /** When it was last looked for. */
  lookedUntilMs: number;
  /** When it was seen to happen, if it was. */
  atMs: number | undefined;
}

export interface Eventually {
  /** `unknown`: it was not seen, and nobody looked long enough to say that it did not happen. */
  answer: 'in-time' | 'late' | 'unknown';
  /** How long it took, or how long it was looked for in vain; undefined if unknown. */
  afterMs?: number;
}

/** Whether something happened within a time. What was not seen is late only if it was looked for that long. */
export function eventually({ fromMs, withinMs, lookedUntilMs, atMs }: Awaited): Eventually {
  const afterMs = Math.max(0, (atMs ?? lookedUntilMs) - fromMs);
  if (afterMs > withinMs) return { answer: 'late', afterMs };
  return atMs === undefined ? { answer: 'unknown' } : { answer: 'in-time', afterMs };
}
