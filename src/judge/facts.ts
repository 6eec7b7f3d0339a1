import type { ArmRecord, Observation } from '../model/observation.ts';

export type FactKind = Observation['kind'];
export type Fact<K extends FactKind> = Extract<Observation, { kind: K }>;

/** Observations of one kind, in the order in which they were recorded. */
export function factsOf<K extends FactKind>(
  { observations }: Pick<ArmRecord, 'observations'>,
  kind: K,
): Fact<K>[] {
  return observations.filter((observation): observation is Fact<K> => observation.kind === kind);
}
