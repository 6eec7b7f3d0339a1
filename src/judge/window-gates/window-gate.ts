import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Window } from '../windows.ts';

/** One condition under which a window may be compared with its neighbour. Pure. */
export interface WindowGate {
  id: string;
  /** Why this window does not count; undefined if it does. */
  trips(window: Window, plan: ArmPlan, record: ArmRecord): string | undefined;
}
