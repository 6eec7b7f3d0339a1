import type { Verdict } from '../../model/report.ts';

/** Units of figures that scatter from run to run, whether or not a report says by how much. */
const scatteringUnits = new Set(['ratio', 'ms', 'requests/s']);

/** True for a figure that noise moves; false for a count, which is what it is. */
export const scatters = ({ unit, estimate, interval }: Verdict): boolean =>
  estimate !== undefined || interval !== undefined || scatteringUnits.has(unit);

/** Throughput and goodput are promised as lower bounds; every other objective is an upper bound. */
export const higherIsBetter = (unit: string): boolean => unit === 'requests/s';
