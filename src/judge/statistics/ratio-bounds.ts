/** A positive figure and its interval; `low` may be 0 and `high` Infinity. */
export interface BoundedFigure {
  value: number;
  low: number;
  high: number;
}

/**
 * The interval of a ratio from the intervals of its two parts, each of the confidence that is wanted of the ratio: on the
 * log scale, distances to the ends that matter add up by their squares (MOVER). It is as lopsided as its parts are.
 * Source: Zou & Donner, "Construction of confidence intervals about effect measures: a general approach", Statistics in
 * Medicine 27 (2008).
 * @returns `low` 0 or `high` Infinity where a part has no such end
 */
export function ratioBounds(over: BoundedFigure, under: BoundedFigure): { low: number; high: number } {
  const [numerator, denominator] = [logsOf(over), logsOf(under)];
  const ratio = numerator.value - denominator.value;
  const down = Math.hypot(numerator.value - numerator.low, denominator.high - denominator.value);
  const up = Math.hypot(numerator.high - numerator.value, denominator.value - denominator.low);
  return { low: Math.exp(ratio - down), high: Math.exp(ratio + up) };
}

const logsOf = ({ value, low, high }: BoundedFigure): BoundedFigure => ({
  value: Math.log(value),
  low: Math.log(low),
  high: Math.log(high),
});
