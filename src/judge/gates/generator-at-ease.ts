import { factsOf } from '../facts.ts';
import { percent } from '../words.ts';
import type { Gate } from './gate.ts';

/** Largest share of one core that the victim's k6 may use on average; above it, k6 delays requests by itself. */
const mostOfOneCore = 0.8;

/** The victim's load generator had processor time to spare, so that the latencies are the platform's and not k6's. */
export const generatorAtEase: Gate = {
  id: 'generator-at-ease',
  examine(_plan, record) {
    const shares = factsOf(record, 'load-ended')
      .filter(({ role, elapsedSeconds }) => role === 'victim' && elapsedSeconds > 0)
      .map(({ cpuSeconds, elapsedSeconds }) => cpuSeconds / elapsedSeconds);
    const highest = Math.max(0, ...shares);
    return highest <= mostOfOneCore
      ? { ok: true, seen: `The victim's k6 used ${percent(highest)} of one core` }
      : {
          ok: false,
          cause: `the victim's k6 used ${percent(highest)} of one core and may have been late itself`,
        };
  },
};
