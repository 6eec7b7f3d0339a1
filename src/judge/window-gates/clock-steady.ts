import { number } from '../words.ts';
import { conditionsIn } from './conditions.ts';
import type { WindowGate } from './window-gate.ts';

/** A clock that NTP slews moves less than this in any window that we play (500 ppm at the most, RFC 5905). */
const mostMs = 5;

/** Nobody set the clock: latency is a difference of two readings of it. */
export const clockSteady: WindowGate = {
  id: 'clock-steady',
  trips(window, _plan, record) {
    const stepMs = conditionsIn(record, window)?.clockStepMs ?? 0;
    return Math.abs(stepMs) <= mostMs ? undefined : `the clock was set by ${number(stepMs)} ms`;
  },
};
