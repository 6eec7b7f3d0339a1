/** Milliseconds since the Unix epoch by a clock that never runs backwards: what every observation is stamped with. */
export const nowMs = (): number => performance.timeOrigin + performance.now();
