import type { Finding } from '../../model/check.ts';
import { meanInterval } from '../statistics/mean-interval.ts';

/** The spread of a figure over windows, on the log scale, for `compare`; nothing where it cannot be had. */
export function spreadOfLogs(values: readonly number[]): Pick<Finding, 'estimate'> {
  if (values.some((value) => !(value > 0) || !Number.isFinite(value))) return {};
  const spread = meanInterval(values.map(Math.log), 0.05);
  if (!spread) return {};
  return {
    estimate: {
      scale: 'log',
      mean: spread.mean,
      standardError: spread.deviation / Math.sqrt(values.length),
      degreesOfFreedom: values.length - 1,
    },
  };
}
