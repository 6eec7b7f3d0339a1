import type { Capability } from '../../model/capability.ts';
import type { Target } from '../../model/target.ts';

/** What an endpoint alone shows of a platform: its answers. */
const endpointShows: readonly Capability[] = ['gateway'];

/** What a target shows: its answers, and if its cluster is named, what that would say to a pod. Nothing is made there. */
export const targetShows = ({ cluster }: Pick<Target, 'cluster'>): readonly Capability[] =>
  cluster ? [...endpointShows, 'pod-dry-run'] : endpointShows;
