import type { PodOfLoad } from '../../../model/observation.ts';
import type { LoadReading } from '../read-load.ts';
import type { LoadOutcome } from '../running-load.ts';
import type { ClockReading } from './pod-clock.ts';
import type { PodEnd } from './follow-pod.ts';

/** One pod of a load, after its end. */
export interface EndedPod extends PodEnd {
  pod: string;
  node: string;
  clock: ClockReading;
  startLagMs: number | null;
  reading: LoadReading;
}

/** What is told of the whole load, but for what only the clock knows. */
type MergedEnd = Omit<LoadOutcome, 'elapsedSeconds'>;

/**
 * The end of a load from the ends of its pods: a load came to an orderly end if every pod did, and is complete if every
 * line that any of them wrote was read. The samples need no merging: those of all pods went into one buffer and one file,
 * so that percentiles are over all of them.
 * @param stoppedByUs whether we told the load to stop; that excuses a k6 that was interrupted, and no pod that is gone
 */
export function mergePods(pods: readonly EndedPod[], stoppedByUs: boolean): MergedEnd {
  const gone = pods.find(({ lost }) => lost !== undefined);
  const failed = pods.find(({ end }) => end && (end.exitCode !== 0 || end.signal !== null));
  const worst = gone ?? failed;
  const sum = (of: (reading: LoadReading) => number): number =>
    pods.reduce((total, { reading }) => total + of(reading), 0);
  const lost = pods.flatMap(({ pod, reading, lost }) => {
    const cause = lost ?? reading.lost;
    return cause === undefined ? [] : [`${pod}: ${cause}`];
  });
  return {
    droppedIterations: sum(({ droppedIterations }) => droppedIterations),
    refusedWithoutRetryAfter: sum(({ refusedWithoutRetryAfter }) => refusedWithoutRetryAfter),
    shamRequests: sum(({ shamRequests }) => shamRequests),
    exitCode: worst ? (worst.end?.exitCode ?? null) : 0,
    signal: worst?.end?.signal ?? null,
    stoppedByUs: stoppedByUs && gone === undefined,
    cpuSeconds: pods.reduce((total, { end }) => total + (end?.cpuSeconds ?? 0), 0),
    errorTail: worst ? `${worst.pod}: ${worst.lost ?? worst.end?.errorTail ?? ''}` : '',
    lost: lost.length > 0 ? lost.join('; ') : undefined,
    pods: pods.map(recordOf),
  };
}

const recordOf = ({ pod, node, clock, startLagMs, linesRead, end }: EndedPod): PodOfLoad => ({
  pod,
  node,
  clockOffsetMs: clock.offsetMs,
  clockErrorMs: clock.errorMs,
  startLagMs,
  linesRead,
  linesWritten: end?.lines ?? null,
  exitCode: end?.exitCode ?? null,
});
