import type { LoadRole, PodOfLoad } from '../../model/observation.ts';
import type { GeneratorMeter } from './generator-meter.ts';
import type { LoadJob } from './load-job.ts';
import type { LoadReading } from './read-load.ts';
import type { SampleBuffer } from './sample-buffer.ts';

/** A load that is wanted; where it comes from, and at which address the gateway is there, is not the caller's business. */
export interface LoadOrder {
  role: LoadRole;
  job: Omit<LoadJob, 'url' | 'sinkUrl'>;
  /** Where the samples go. */
  samplesPath: string;
  /** Whether answers are streamed, so that the time to the first byte is recorded. */
  streamed?: boolean;
  signal: AbortSignal;
}

/**
 * Starts k6 with its users made and its clock stopped, so that `release` begins the load at once and several loads begin together.
 * @throws EnvironmentError `wait-timeout` if k6 does not get ready; `k6-ended` with its last words
 */
export type StartLoad = (order: LoadOrder) => Promise<RunningLoad>;

/** How a load ended, and what it had done. */
export interface LoadOutcome extends LoadReading {
  exitCode: number | null;
  signal: string | null;
  stoppedByUs: boolean;
  cpuSeconds: number;
  elapsedSeconds: number;
  /** Last words of k6. */
  errorTail: string;
  /** Why samples are missing from the file or the reading, if they are. */
  lost: string | undefined;
  /** Of a load that comes from the cluster: what is known of each of its pods. */
  pods?: PodOfLoad[];
}

export interface RunningLoad extends AsyncDisposable {
  readonly samples: SampleBuffer;
  /** Lets k6 begin; resolves, some time after, with the moment from which its stretches count, in milliseconds since the epoch. */
  release(): Promise<number>;
  /** What each k6 and its machine have used so far, always in the same order; the last that is known once it is gone. */
  meters(): Promise<GeneratorMeter[]>;
  /** Resolves when k6 has ended, for whatever reason. */
  readonly ended: Promise<LoadOutcome>;
  /** Asks k6 to end and waits for it. */
  stop(): Promise<LoadOutcome>;
}
