import type { ArmRecord } from '../model/observation.ts';
import { factsOf, type Fact } from './facts.ts';

/** Pods that the storm tried to create. */
export const createCalls = (record: ArmRecord): Fact<'api-call'>[] =>
  factsOf(record, 'api-call').filter(({ verb, resource }) => verb === 'create' && resource === 'pods');
