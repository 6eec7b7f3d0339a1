import type { Stretch } from '../windows.ts';

/** Most stretches of time that had begun and not ended at one moment; one that ends as another begins is not beside it. */
export function mostAtOnce(stretches: readonly Stretch[]): number {
  const changes = stretches
    .filter(({ fromMs, toMs }) => toMs > fromMs)
    .flatMap(({ fromMs, toMs }) => [
      { atMs: fromMs, change: 1 },
      { atMs: toMs, change: -1 },
    ])
    .sort((a, b) => a.atMs - b.atMs || a.change - b.change);
  let [open, most] = [0, 0];
  for (const { change } of changes) {
    open += change;
    most = Math.max(most, open);
  }
  return most;
}
