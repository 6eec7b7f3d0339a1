import type { LoadRole } from './observation.ts';
import type { ArmPlan } from './plan.ts';

/** Name of the file with the samples of a load, in the folder of the run. */
export const samplesFileName = (
  { scenario, arm }: Pick<ArmPlan, 'scenario' | 'arm'>,
  role: LoadRole,
): string => `${scenario}-${arm}-${role}.csv.gz`;
