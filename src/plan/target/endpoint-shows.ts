import type { Capability } from '../../model/capability.ts';

/** What an endpoint alone shows of a platform: its answers. */
export const endpointShows: readonly Capability[] = ['gateway'];
