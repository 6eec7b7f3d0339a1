/** `12.3 s` */
export const elapsedSince = (startMs: number): string =>
  `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
