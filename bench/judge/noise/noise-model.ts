import type { Chance } from '../chance.ts';

/** A simulated machine. Writes the latencies at rest of the next stretch of requests, in milliseconds and in their order. */
export type Machine = (latencyMs: Float64Array) => void;

/** A kind of noise that is assumed and not measured. */
export interface NoiseModel {
  id: string;
  /** A new machine, at the start of its first stretch. */
  start(chance: Chance): Machine;
}
