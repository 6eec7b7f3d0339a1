import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadSamples } from '../model/load-samples.ts';
import type { ArmRecording, LoadRole, ObservedFact, Observation } from '../model/observation.ts';
import { armIdOf } from '../model/arm-id.ts';
import type { ArmPlan } from '../model/plan.ts';
import { nowMs } from '../system/clock.ts';

/** Where everything that is seen goes: one append-only file, and memory for the judge. */
export interface Recorder {
  /** Folder of the run. */
  readonly folder: string;
  /** The recorder of one arm. */
  arm(plan: Pick<ArmPlan, 'scenario' | 'arm' | 'weakness'>): ArmRecorder;
}

export interface ArmRecorder {
  readonly folder: string;
  record(fact: ObservedFact): void;
  /** Keeps the samples of a load for the judge; called again, the newer ones replace the older. */
  keepSamples(role: LoadRole, samples: LoadSamples): void;
  /** All that was recorded of the arm so far. */
  snapshot(): ArmRecording;
}

/**
 * Opens `observations.ndjson` in the folder of the run. A line that cannot be written (a full disk) does not end the run:
 * it is kept in memory, and the arm gets a `fault`, so that its verdicts say so.
 */
export function openRecorder(folder: string): Recorder {
  const path = join(folder, 'observations.ndjson');
  const append = (observation: Observation): string | undefined => {
    try {
      appendFileSync(path, `${JSON.stringify(observation)}\n`);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return {
    folder,
    arm(plan) {
      const id = armIdOf(plan);
      const observations: Observation[] = [];
      const samples: Partial<Record<LoadRole, LoadSamples>> = {};
      const record = (fact: ObservedFact): void => {
        const observation: Observation = { atMs: nowMs(), ...id, ...fact };
        observations.push(observation);
        const failure = append(observation);
        if (failure !== undefined) {
          const fault: ObservedFact = { kind: 'fault', what: 'observations.ndjson', cause: failure };
          observations.push({ atMs: nowMs(), ...id, ...fault });
        }
      };
      return {
        folder,
        record,
        keepSamples: (role, columns) => {
          samples[role] = columns;
        },
        snapshot: () => ({ observations: [...observations], ...samples }),
      };
    },
  };
}
