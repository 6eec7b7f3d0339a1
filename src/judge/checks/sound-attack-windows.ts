import type { WindowLoad } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { loadIn, measuredPart, secondsOf } from '../windows.ts';

/** What the victim's load did in the measured part of an attack window that was found sound. */
export interface VictimWindow {
  load: WindowLoad;
  seconds: number;
}

export const soundAttackWindows = (plan: ArmPlan, record: ArmRecord): VictimWindow[] =>
  soundPairs(plan, record).pairs.flatMap(({ attack }) => {
    const load = loadIn(record.victim, attack);
    return load && load.due > 0 ? [{ load, seconds: secondsOf(measuredPart(attack)) }] : [];
  });
