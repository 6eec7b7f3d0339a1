import type { Cluster, KeepableCluster, Problem } from '../../cluster/cluster.ts';
import type { Journal } from '../../journal/journal.ts';
import type { FindOptions, ProgramName } from '../../toolchain/toolchain.ts';

/** A kind of cluster that a run may take place on. */
export interface ClusterPlace {
  readonly kind: Cluster['kind'];
  /** What it cannot do without, so that all of a run can be fetched at once. */
  readonly programs: readonly ProgramName[];
  /** Why it cannot be had here, at no great cost; empty if it can. */
  problems(): Promise<Problem[]>;
  /** The cluster that `up` left, if it is healthy and the same that would be made now. */
  attach(): Promise<Cluster | undefined>;
  /** Makes a new one. @throws EnvironmentError */
  start(order: PlaceOrder): Promise<Cluster>;
}

/** A kind of cluster that we make ourselves. */
export interface OwnPlace extends ClusterPlace {
  start(order: PlaceOrder): Promise<KeepableCluster>;
}

export interface PlaceOrder {
  name: string;
  journal: Journal;
}

/** Name of the cluster that `up` keeps. */
export const keptClusterName = 'kept';

export type PlaceContext = FindOptions;
