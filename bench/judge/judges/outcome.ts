import type { Status } from '../../../src/model/report.ts';

/** What a judge says of one simulated experiment, and how long the experiment would have taken. */
export interface Outcome {
  status: Status;
  seconds: number;
}
