import type { ArmRecord, LoadRole } from '../model/observation.ts';
import { factsOf, type Fact } from './facts.ts';
import { isServed } from './windows.ts';

/** Single completions that one side asked for. */
export const callsOf = (record: ArmRecord, role: LoadRole): Fact<'model-call'>[] =>
  factsOf(record, 'model-call').filter((call) => call.role === role);

export const servedCalls = (record: ArmRecord, role: LoadRole): Fact<'model-call'>[] =>
  callsOf(record, role).filter(({ httpStatus }) => isServed(httpStatus));
