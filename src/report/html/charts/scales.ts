import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale';

export type Scale = ScaleContinuousNumeric<number, number>;
export type Extent = readonly [number, number];

/** Linear where the figures are of one size, from zero; logarithmic where they are not. */
const mostTimesOnLinear = 8;

/** A scale for positive figures that may differ by orders of magnitude, such as latencies. */
export function sizeScale(values: readonly number[], range: Extent): { scale: Scale; isLog: boolean } {
  const sizes = values.filter((value) => Number.isFinite(value) && value > 0);
  const low = Math.min(...sizes, Number.POSITIVE_INFINITY);
  const high = Math.max(...sizes, 0);
  if (sizes.length === 0) return { scale: linear([0, 1], range), isLog: false };
  return high / low > mostTimesOnLinear
    ? { scale: scaleLog([low / 1.2, high * 1.2], [...range]).clamp(true), isLog: true }
    : { scale: linear([0, high * 1.1], range), isLog: false };
}

/** A scale that begins and ends at round figures. */
export const linear = ([low, high]: Extent, range: Extent): Scale =>
  scaleLinear([low, high > low ? high : low + 1], [...range])
    .nice(5)
    .clamp(true);

/** A scale that begins and ends where it is told. */
export const exactly = ([low, high]: Extent, range: Extent): Scale =>
  scaleLinear([low, high > low ? high : low + 1], [...range]).clamp(true);

/** Where a logarithmic scale shows its figures: 1, 2, 5, 10 …, or powers of ten if that is many. */
export function ticksOf(scale: Scale, isLog: boolean, wanted = 5): number[] {
  if (!isLog) return scale.ticks(wanted);
  const all = scale.ticks();
  const leading = (value: number): number => Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  const few = all.filter((value) => [1, 2, 5].includes(leading(value)));
  return few.length <= wanted + 2 ? few : few.filter((value) => leading(value) === 1);
}
