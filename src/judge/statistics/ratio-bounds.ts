/** A positive figure and the end of its interval that matters, which may be 0 or Infinity. */
export interface FigureWithEnd {
  value: number;
  end: number;
}

/**
 * The lower end of the interval of a ratio, from the lower end of what stands over the line and the upper end of what stands
 * under it, each of the confidence that is wanted of the ratio: on the log scale, their distances add up by their squares
 * (MOVER). So the interval is as lopsided as its parts are.
 * Source: Zou & Donner, "Construction of confidence intervals about effect measures: a general approach", Statistics in
 * Medicine 27 (2008).
 * @returns 0 where a part has no such end
 */
export const ratioLow = (over: FigureWithEnd, under: FigureWithEnd): number =>
  (over.value / under.value) * Math.exp(-distance(over, under));

/** The upper end, from the upper end over the line and the lower end under it. @returns Infinity where a part has no such end */
export const ratioHigh = (over: FigureWithEnd, under: FigureWithEnd): number =>
  (over.value / under.value) * Math.exp(distance(over, under));

const distance = (over: FigureWithEnd, under: FigureWithEnd): number =>
  Math.hypot(Math.log(over.end / over.value), Math.log(under.end / under.value));
