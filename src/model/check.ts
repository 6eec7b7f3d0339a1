import type { ArmPlan } from './plan.ts';
import type { ArmRecord } from './observation.ts';
import type { Verdict } from './report.ts';

/** What a check finds; the caller adds which scenario and arm it was found in. */
export type Finding = Pick<Verdict, 'status' | 'measured' | 'limit' | 'reason' | 'evidence'> &
  Partial<Pick<Verdict, 'interval' | 'samples' | 'estimate' | 'pValue' | 'tenants'>>;

/** A pure function from the record of an arm to a finding. */
export interface Check {
  /** Unique among checks, kebab-case, e.g. `victim-p99-ratio`. */
  id: string;
  /** What is promised, in plain words. */
  objective: string;
  /** Unit of `measured` and `limit`, e.g. `ratio`, `requests`, `pods`. */
  unit: string;
  judge(plan: ArmPlan, record: ArmRecord): Finding;
}
