import { checkOf } from '../../../src/judge/checks/objective-check.ts';
import type { GatedCheck } from '../../../src/judge/gates/gated.ts';
import type { Indicator } from '../../../src/model/objective.ts';

/** The check of an objective with this indicator and limit. */
export const checkWith = (indicator: Indicator, limit: number): GatedCheck =>
  checkOf({ id: 'promise', description: 'What is promised', indicator, limit, scenarios: [] });
