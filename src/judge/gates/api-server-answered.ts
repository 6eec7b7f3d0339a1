import { factsOf } from '../facts.ts';
import { count } from '../words.ts';
import type { Gate } from './gate.ts';

/** The API server failed none of the calls that were recorded: what was refused or let in then was its decision. */
export const apiServerAnswered: Gate = {
  id: 'api-server-answered',
  examine(_plan, record) {
    const calls = factsOf(record, 'api-call');
    const failed = calls.filter(({ httpStatus }) => httpStatus === 0 || httpStatus >= 500).length;
    return failed === 0
      ? { ok: true, seen: 'The API server answered every call' }
      : { ok: false, cause: `the API server failed ${failed} of ${count(calls.length, 'call')}` };
  },
};
