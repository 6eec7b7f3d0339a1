import type { ArmRecord } from '../../model/observation.ts';
import { factsOf, type Fact } from '../facts.ts';
import type { Window } from '../windows.ts';

/** What the machine did in the window; undefined if it was not recorded. */
export const conditionsIn = (record: ArmRecord, { index }: Window): Fact<'conditions'> | undefined =>
  factsOf(record, 'conditions').find(({ window }) => window === index);
