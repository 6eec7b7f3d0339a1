import { embeddedPrograms } from '../cluster/embedded/node-layout.ts';
import { findPrograms, type FindOptions } from '../toolchain/toolchain.ts';

/** Every program that a run may need. */
const programsOfRun = [...embeddedPrograms, 'kubectl', 'prometheus', 'k6'] as const;
export type RunPrograms = Record<(typeof programsOfRun)[number], string>;

export const obtainPrograms = (options: FindOptions): Promise<RunPrograms> =>
  findPrograms(programsOfRun, options);
