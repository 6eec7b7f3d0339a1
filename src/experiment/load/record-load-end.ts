import type { LoadRole } from '../../model/observation.ts';
import type { ArmRecorder } from '../recorder.ts';
import type { SampleBuffer } from './sample-buffer.ts';
import type { LoadOutcome } from './running-load.ts';

/** Records how a load ended and hands its samples to the judge. */
export function recordLoadEnd(
  recorder: ArmRecorder,
  samples: SampleBuffer,
  end: { role: LoadRole; offeredRateRps: number; samplesFile: string; outcome: LoadOutcome },
): void {
  const { role, offeredRateRps, samplesFile, outcome } = end;
  const { lost, errorTail, ...counted } = outcome;
  recorder.keepSamples(role, samples.snapshot());
  recorder.record({
    kind: 'load-ended',
    role,
    offeredRateRps,
    samplesFile,
    samplesCount: samples.count,
    ...counted,
  });
  if (lost !== undefined) recorder.record({ kind: 'fault', what: `samples of the ${role}`, cause: lost });
  if (!outcome.stoppedByUs && outcome.exitCode !== 0) {
    recorder.record({
      kind: 'fault',
      what: `k6 of the ${role}`,
      cause: errorTail || 'it was ended from outside',
    });
  }
}
