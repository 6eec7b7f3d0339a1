import { percent } from '../words.ts';
import { conditionsIn } from './conditions.ts';
import type { WindowGate } from './window-gate.ts';

/** Largest share of one core that the victim's k6 may use; above it, k6 delays requests by itself. */
const mostOfOneCore = 0.8;

/** The victim's load generator had processor time to spare, so that the latencies are the platform's and not k6's. */
export const generatorAtEase: WindowGate = {
  id: 'generator-at-ease',
  trips(window, _plan, record) {
    const share = conditionsIn(record, window)?.victimK6CpuShare ?? 0;
    return share <= mostOfOneCore ? undefined : `the victim's k6 used ${percent(share)} of one core`;
  },
};
