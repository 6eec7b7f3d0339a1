import type { RunToTell } from '../format.ts';

/** One series and its value. */
export interface MetricSample {
  /** Beside `profile`, which every series has. */
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** One metric: a gauge, since everything that is told of a run is how it ended. */
export interface MetricFamily {
  /** By the conventions of https://prometheus.io/docs/practices/naming/. */
  name: string;
  /** What a value means, in one sentence. The README of the dashboard has the same. */
  help: string;
  /** Names of the labels, beside `profile`. */
  labels: readonly string[];
  /** None where nothing was measured: a series that is absent cannot be taken for a good value. */
  samples: (run: RunToTell) => readonly MetricSample[];
}

/** 1 for what is the case and 0 for each of the others, as OpenMetrics' StateSet has it. */
export const stateSet = <T extends string>(states: readonly T[], current: T, label: string): MetricSample[] =>
  states.map((state) => ({ labels: { [label]: state }, value: state === current ? 1 : 0 }));
