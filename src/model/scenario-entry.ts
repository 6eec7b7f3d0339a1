import type { Scenario } from './scenario.ts';

/** One scenario as `tenantproof scenarios --json` lists it. */
export interface ScenarioEntry extends Pick<
  Scenario,
  'id' | 'question' | 'control' | 'profiles' | 'needs' | 'cure'
> {
  /** Folders under `k8s-fixtures/weaknesses`. */
  weaknesses: string[];
  /** In plain words. */
  objectives: string[];
  /** Time after set-up, with the control and with each weakness, if nothing is noisy; 0 if this version can't play it yet. */
  expectedSeconds: number;
  /** Promises that a target must have made to be asked; absent: it cannot be asked at an endpoint alone. */
  asksOfTarget?: readonly string[];
}
