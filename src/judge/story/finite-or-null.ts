/** A percentile as data: null if it falls on a request that was not served, or if there was no request at all. */
export const finiteOrNull = (milliseconds: number): number | null =>
  Number.isFinite(milliseconds) ? milliseconds : null;
