import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf } from '../facts.ts';
import { measuredPart, secondsOf, startedIn } from '../windows.ts';
import { count, number } from '../words.ts';
import type { Gate, GateResult } from './gate.ts';

/** Largest share of the victim's intended requests that may not have been started in one window. */
const mostMissing = 0.005;

/**
 * All of the victim's requests were started. k6 drops what it has no idle virtual user for, which censors the slowest
 * moments, so that a broken control looks sound.
 */
export const victimLoadOnTime: Gate = {
  id: 'victim-load-on-time',
  examine(plan, record) {
    const dropped = factsOf(record, 'load-ended')
      .filter(({ role }) => role === 'victim')
      .reduce((sum, { droppedIterations }) => sum + droppedIterations, 0);
    if (dropped > 0)
      return { ok: false, cause: `k6 dropped ${count(dropped, 'victim request')} that it could not start` };
    return startedInTime(plan, record);
  },
};

function startedInTime({ design }: ArmPlan, record: ArmRecord): GateResult {
  if (design.kind !== 'paired-windows') return { ok: true, seen: 'No victim load was planned' };
  const { victim } = record;
  const windows = factsOf(record, 'window');
  if (!victim || windows.length === 0) return { ok: false, cause: 'no load of the victim was seen' };
  for (const window of windows) {
    const intended = design.victimRateRps * secondsOf(measuredPart(window));
    const started = startedIn(victim, window);
    // One request at either edge may fall on the other side.
    if (intended - started > Math.max(1, mostMissing * intended)) {
      const share = `${number(started)} of ${number(Math.round(intended))} requests`;
      return {
        ok: false,
        cause: `the victim's load was not offered in full: ${share} were started in window ${window.index}`,
      };
    }
  }
  return { ok: true, seen: `The victim's load was offered on time in ${count(windows.length, 'window')}` };
}
