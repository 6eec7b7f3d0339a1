import type { LoadDigest } from '../../model/load-digest.ts';
import { neverStarted, type LoadSamples } from '../../model/load-samples.ts';
import type { ArmRecord, ArmRecording, LoadRole } from '../../model/observation.ts';
import { factsOf } from '../facts.ts';
import { digestLoad, type LoadDigester } from './digest-load.ts';

/** Counts up what was recorded of an arm, for the checks. */
export function digestRecording({ observations, victim, aggressor }: ArmRecording): ArmRecord {
  return {
    observations,
    ...(victim ? { victim: digestSamples(observations, 'victim', victim) } : {}),
    ...(aggressor ? { aggressor: digestSamples(observations, 'aggressor', aggressor) } : {}),
  };
}

function digestSamples(
  observations: ArmRecording['observations'],
  role: LoadRole,
  samples: LoadSamples,
): LoadDigest {
  const digester = digestLoad(factsOf({ observations }, 'window'), role === 'aggressor');
  addSamples(digester, samples);
  return digester.finish();
}

/** Adds rows that are given in columns. */
export function addSamples(digester: LoadDigester, samples: LoadSamples): void {
  const { latencyMs, firstByteMs, sendDelayMs, status, tenant } = samples;
  for (const [index, intendedMs] of samples.intendedMs.entries()) {
    digester.add({
      intendedMs,
      latencyMs: latencyMs[index] ?? Number.NaN,
      firstByteMs: firstByteMs[index] ?? Number.NaN,
      sendDelayMs: sendDelayMs[index] ?? Number.NaN,
      status: status[index] ?? neverStarted,
      ...(tenant ? { tenant: tenant[index] ?? -1 } : {}),
    });
  }
}
