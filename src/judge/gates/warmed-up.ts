import { factsOf } from '../facts.ts';
import { number } from '../words.ts';
import type { Gate } from './gate.ts';

/** The victim's latency was flat before the first window, so that what a window shows is not the start of the load. */
export const warmedUp: Gate = {
  id: 'warmed-up',
  examine({ design }, record) {
    if (design.kind !== 'paired-windows') return { ok: true, seen: 'No victim load was planned' };
    const warmUp = factsOf(record, 'warm-up').at(-1);
    if (!warmUp) return { ok: false, cause: 'the warm-up was not seen to end' };
    const { seconds, flat } = warmUp;
    return flat
      ? { ok: true, seen: `The victim's latency was flat after ${number(seconds)} s of warm-up` }
      : { ok: false, cause: `the victim's latency was not flat after ${number(seconds)} s of warm-up` };
  },
};
