import { askedOutside } from '../model/asked-outside.ts';
import type { Capability, Lacks } from '../model/capability.ts';
import { controlFate } from '../model/control-fate.ts';
import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan, Plan } from '../model/plan.ts';
import type { Report, Verdict } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import { disbelieved } from './crowd/tenant-finding.ts';
import { blame } from './blame.ts';
import { correctForMany } from './correct-for-many.ts';
import { judgeArm } from './judge-arm.ts';
import { lackOf, notVerified } from './not-verified.ts';
import { controlNotExercised, unseenChecks } from './outside.ts';
import { needsHardware, notRunOnHardware } from './on-hardware.ts';
import { controlOutcomes, summarize } from './summary.ts';

export interface RunToJudge {
  /** All that were asked for, in the order of the report. */
  scenarios: readonly Scenario[];
  plan: Plan;
  /** undefined if the arm was never played. */
  recordOf: (arm: ArmPlan) => ArmRecord | undefined;
  /** By scenario id, what the cluster lacks; such a scenario is `not-verified`. */
  missing?: ReadonlyMap<string, readonly Capability[]>;
  /** Why, where that was known. */
  lacks?: Lacks;
}

export type Judgement = Pick<Report, 'verdicts' | 'summary'>;

/**
 * Judges every arm, and believes a protected arm only if its negative control was caught.
 * @throws Error if the plan has no protected arm for a scenario: a bug, which must not read as nothing to report
 */
export function judgeRun({ scenarios, plan, recordOf, missing, lacks }: RunToJudge): Judgement {
  const verdicts = scenarios.flatMap((scenario) => {
    const lacking = missing?.get(scenario.id) ?? [];
    if (lacking.length > 0) return notVerified(scenario, lackOf(lacking, lacks));
    const left = plan.notPlanned?.find((left) => left.scenario === scenario.id);
    if (left) return notVerified(askedOutside(scenario), left.reason);
    const arms = plan.arms.filter((arm) => arm.scenario === scenario.id);
    if (!arms.some(({ arm }) => arm === 'protected'))
      throw new Error(`The plan does not play ${scenario.id}`);
    const judged = [...judgeArms(scenario, arms, recordOf), ...unseenChecks(scenario, arms)];
    return needsHardware(scenario) ? judged.map(withCaution) : judged;
  });
  const corrected = correctForMany(verdicts, plan.limits.errorBreached);
  const believed = scenarios.flatMap((scenario) =>
    believeIfCaught(
      plan.arms.filter((arm) => arm.scenario === scenario.id),
      corrected.filter((verdict) => verdict.scenario === scenario.id),
    ).map((verdict) => blame(verdict, scenario, plan)),
  );
  return { verdicts: believed, summary: summarize(believed) };
}

const judgeArms = (
  scenario: Scenario,
  arms: readonly ArmPlan[],
  recordOf: RunToJudge['recordOf'],
): Verdict[] => arms.flatMap((arm) => judgeArm(scenario, arm, recordOf(arm)));

const withCaution = (verdict: Verdict): Verdict => ({
  ...verdict,
  evidence: [...verdict.evidence, `Read it with care: ${notRunOnHardware}`],
});

/** A check that did not notice that its control was gone can't be believed when it says that the control works. */
function believeIfCaught(arms: readonly ArmPlan[], verdicts: Verdict[]): Verdict[] {
  if (arms.some(({ outside }) => outside)) return verdicts.map(controlNotExercised);
  const weakened = arms.filter(({ arm }) => arm === 'weakened');
  const caught = controlOutcomes(verdicts).filter(({ fate }) => fate === 'caught');
  const missed = weakened.find(
    ({ weakness }) => !caught.some((outcome) => outcome.weakness === weakness?.fixture),
  );
  if (weakened.length > 0 && !missed) return verdicts;
  const reason = missed && missedReason(missed, verdicts);
  return verdicts.map((verdict): Verdict => {
    if (verdict.arm !== 'protected') return verdict;
    if (verdict.status !== 'held') return reason === undefined ? verdict : withoutHeld(verdict, reason);
    if (reason === undefined) {
      return {
        ...verdict,
        evidence: [...verdict.evidence, 'No negative control was planned for this scenario'],
      };
    }
    return {
      ...withoutHeld(verdict, reason),
      status: 'inconclusive',
      reason,
      evidence: [...verdict.evidence, `Not counted as held: ${verdict.reason}`],
    };
  });
}

/** Of many tenants those that held are not believed either. */
const withoutHeld = (verdict: Verdict, cause: string): Verdict =>
  verdict.tenants ? { ...verdict, tenants: disbelieved(verdict.tenants, 'held', cause) } : verdict;

function missedReason({ weakness, scenario }: ArmPlan, verdicts: readonly Verdict[]): string {
  const found = verdicts.filter((verdict) => verdict.weakness === weakness?.fixture);
  const removed = weakness?.removes ?? `the control of ${scenario}`;
  if (found.length > 0 && controlFate(found) === 'not-played') {
    return `the negative control was not played: whether this breaks without the control (${removed}) was not tried`;
  }
  const unbroken = found
    .filter(({ status }) => status !== 'breached')
    .map(({ id, status }) => `${id} was ${status}`);
  const what = unbroken.length === 0 ? 'no check looked' : unbroken.join(', ');
  return `the negative control was missed: without the control (${removed}) this had to break, but ${what}`;
}
