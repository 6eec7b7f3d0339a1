import { findPrograms } from '../../toolchain/toolchain.ts';
import type { ClusterPlace, PlaceContext } from './cluster-place.ts';

/** What every run needs, wherever it takes place. */
const programsOfRun = ['kubectl', 'prometheus', 'k6'] as const;

export type RunPrograms = Record<(typeof programsOfRun)[number], string>;

/** The programs of a run; those of its place are fetched with them. */
export const obtainPrograms = ({ programs }: ClusterPlace, context: PlaceContext): Promise<RunPrograms> =>
  findPrograms([...programsOfRun, ...programs], context);
