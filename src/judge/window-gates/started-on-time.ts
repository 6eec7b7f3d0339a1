import { loadIn } from '../windows.ts';
import { number, percent } from '../words.ts';
import type { WindowGate } from './window-gate.ts';

/** Largest part of the p99 latency that may have passed before k6 sent the request, if the requests were sent so late. */
const mostOfLatency = 0.25;
/** Below this a late start is not worth a word. */
const alwaysFineMs = 2;

/**
 * The victim's requests were sent when they were due. A late start counts as latency, which is right for a platform that is
 * slow to take requests and wrong for a generator that is slow to send them.
 */
export const startedOnTime: WindowGate = {
  id: 'started-on-time',
  trips(window, _plan, { victim }) {
    const load = loadIn(victim, window);
    // Without an answer there is no latency to compare with, and the platform has spoken for itself.
    if (!load || load.latency.count === 0) return undefined;
    const delayMs = load.sendDelay.percentile(0.99);
    const latencyMs = load.latency.percentile(0.99);
    if (delayMs <= alwaysFineMs || delayMs <= mostOfLatency * latencyMs) return undefined;
    return `k6 was late itself: p99 of its start lag is ${number(delayMs)} ms, ${percent(delayMs / latencyMs)} of the p99 latency`;
  },
};
