import { factsOf } from '../facts.ts';
import type { Gate } from './gate.ts';

/** Nothing that the experiment depends on was lost. */
export const noFaults: Gate = {
  id: 'no-faults',
  examine(_plan, record) {
    const faults = factsOf(record, 'fault').map(({ what, cause }) => `${what} (${cause})`);
    return faults.length === 0
      ? { ok: true, seen: 'Nothing was lost during the experiment' }
      : { ok: false, cause: `lost during the experiment: ${faults.join('; ')}` };
  },
};
