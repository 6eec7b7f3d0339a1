import type { PlayedArm } from '../../experiment/run-experiment.ts';
import type { RunRecord } from '../../model/run-record.ts';
import type { RunPlace } from './run-place.ts';

/** A run that is about to be played. */
export interface RunHere {
  place: RunPlace;
  run: RunRecord;
}

/** What it was played on, and what that lacked. */
export type PlaceFacts = Pick<RunRecord, 'cluster' | 'endpoint' | 'missing' | 'lacks'>;

/** What was played, as far as it got. */
export interface PlayedThere extends PlayedArms {
  facts: PlaceFacts;
}

export interface PlayedArms {
  arms: readonly PlayedArm[];
  /** Why the run ended early, if it did. */
  cutShort?: unknown;
}
