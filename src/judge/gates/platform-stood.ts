import { platform } from '../../model/observation.ts';
import { factsOf } from '../facts.ts';
import type { Gate } from './gate.ts';

/** The cluster was there to the end: what fails while it goes says nothing of a control. */
export const platformStood: Gate = {
  id: 'platform-stood',
  examine(_plan, record) {
    const lost = factsOf(record, 'fault').find(({ what }) => what === platform);
    return lost
      ? { ok: false, cause: `it may have failed as the platform went: ${lost.cause}` }
      : { ok: true, seen: 'The platform stood to the end' };
  },
};
