import { armIdOf } from '../../model/arm-id.ts';
import { aggressorsOf, promisedRps, victimsOf } from '../../model/crowd.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan, Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { TenantPromise } from '../../model/stack-facts.ts';
import type { Story } from '../../model/story.ts';
import { factsOf } from '../facts.ts';
import type { RunToJudge } from '../judge-run.ts';
import { clockOf } from './arm-clock.ts';
import { callsIn } from './calls-in.ts';
import { distributionOf } from './distribution-of.ts';
import { eventsIn } from './events-in.ts';
import { momentsOf } from './moments-of.ts';
import { processorIn } from './processor-in.ts';
import { ratiosIn } from './ratios-in.ts';
import { usageIn } from './usage-in.ts';
import { windowsIn } from './windows-in.ts';

export type RunToTellOf = Pick<RunToJudge, 'scenarios' | 'recordOf'> & { plan: Pick<Plan, 'arms'> };

/** What happened in every arm that was begun, in the order of the plan. */
export function storiesOf({ scenarios, plan, recordOf }: RunToTellOf): Story[] {
  return plan.arms.flatMap((arm) => {
    const scenario = scenarios.find(({ id }) => id === arm.scenario);
    const record = recordOf(arm);
    return scenario && record && record.observations.length > 0 ? [storyOf(scenario, arm, record)] : [];
  });
}

/** What happened in an arm: no verdict, only what was seen, in figures that are the judge's own. */
export function storyOf(scenario: Scenario, plan: ArmPlan, record: ArmRecord): Story {
  const clock = clockOf(record);
  const distribution = distributionOf(plan, record);
  return {
    ...armIdOf(plan),
    startedAtMs: clock.startedAtMs,
    seconds: clock.seconds,
    ...(plan.weakness ? { removes: plan.weakness.removes } : {}),
    victim: namesOf(victimsOf(plan)),
    aggressor: namesOf(aggressorsOf(plan)),
    promisedRps: promisedRps(aggressorsOf(plan)),
    windows: windowsIn(plan, record, clock),
    latency: momentsOf(record, clock),
    ...(distribution ? { distribution } : {}),
    ratios: ratiosIn(scenario, plan, record),
    calls: callsIn(record),
    usage: usageIn(plan, record),
    readings: factsOf(record, 'reading').flatMap(({ step, values }) =>
      Object.entries(values).flatMap(([query, byLabel]) =>
        Object.entries(byLabel).map(([label, value]) => ({ step, query, label, value })),
      ),
    ),
    processor: processorIn(record, clock),
    events: eventsIn(plan, record, clock),
  };
}

const namesOf = ([first, ...others]: readonly TenantPromise[]): string =>
  others.length === 0 ? (first?.name ?? '') : `${first?.name ?? ''} and ${others.length} more`;
