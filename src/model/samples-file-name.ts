import { armName, type ArmId } from './arm-id.ts';
import type { LoadRole } from './observation.ts';

/** Name of the file with the samples of a load, in the folder of the run. */
export const samplesFileName = (id: ArmId, role: LoadRole): string =>
  `${id.scenario}-${armName(id)}-${role}.csv.gz`;
