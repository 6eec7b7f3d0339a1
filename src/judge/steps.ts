import type { ArmRecord } from '../model/observation.ts';
import { factsOf, type Fact } from './facts.ts';

/** Completions that a step asked for, in the order in which they ended. */
export const completionsOf = (record: ArmRecord, step: string): Fact<'completion'>[] =>
  factsOf(record, 'completion').filter((call) => call.step === step);

/** Calls of the Kubernetes API that a step made, in the order in which they were answered. */
export const apiCallsOf = (record: ArmRecord, step: string): Fact<'api-call'>[] =>
  factsOf(record, 'api-call').filter((call) => call.step === step);

/** What a step of kind `look` saw; undefined if it never came to that. */
export const lookOf = (record: ArmRecord, step: string): Fact<'objects-seen'> | undefined =>
  factsOf(record, 'objects-seen').findLast((seen) => seen.step === step);

/** What Prometheus answered to a step of kind `reading`; undefined if it never did. */
export const readingOf = (record: ArmRecord, step: string): Fact<'reading'> | undefined =>
  factsOf(record, 'reading').findLast((reading) => reading.step === step);
