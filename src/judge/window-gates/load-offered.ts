import { loadIn, measuredPart, secondsOf } from '../windows.ts';
import { count, number } from '../words.ts';
import type { WindowGate } from './window-gate.ts';

/** Largest share of the victim's intended requests that k6 may not even have tried to start. */
const mostMissing = 0.005;

/** k6 came to every request of the victim in time; those for which it had no idle user count as endless, not as missing. */
export const loadOffered: WindowGate = {
  id: 'load-offered',
  trips(window, { design }, { victim }) {
    if (design.kind !== 'paired-windows') return undefined;
    const planned = design.victimRateRps * secondsOf(measuredPart(window));
    const due = loadIn(victim, window)?.due ?? 0;
    // One request at either edge may fall on the other side.
    if (planned - due <= Math.max(1, mostMissing * planned)) return undefined;
    return `the victim's load was not offered in full: ${number(due)} of ${count(Math.round(planned), 'request')} came due`;
  },
};
