import { percent } from '../words.ts';
import { conditionsIn } from './conditions.ts';
import type { WindowGate } from './window-gate.ts';

/** Largest share of the machine that the hypervisor may give to others (`statistics.md`). */
const mostStolen = 0.02;

/** The machine was ours: time that the hypervisor gives to others looks like a slow platform. */
export const processorNotStolen: WindowGate = {
  id: 'processor-not-stolen',
  trips(window, _plan, record) {
    const share = conditionsIn(record, window)?.stealShare ?? 0;
    return share <= mostStolen
      ? undefined
      : `the hypervisor gave ${percent(share)} of the processors to others`;
  },
};
