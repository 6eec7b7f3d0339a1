const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Stands for a value that there is none of. */
const gap = '×';

/**
 * One character for each value: a bar from 0 to the top, `×` where there is no value. From 0, so that noise does not look
 * like a mountain.
 * @param top the value of a full bar
 */
export const sparkline = (values: readonly (number | null)[], top: number): string =>
  values.map((value) => (value === null ? gap : barOf(value / top))).join('');

const barOf = (share: number): string =>
  bars[Math.min(bars.length, Math.max(1, Math.ceil(share * bars.length))) - 1] ?? bars[0];
