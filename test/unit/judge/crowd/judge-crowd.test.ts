import { describe, expect, it } from 'vitest';
import { scenario } from '../../../../scenarios/request-flood.ts';
import { checksIn } from '../../../../src/judge/checks-in.ts';
import { admittedWithinRate } from '../../../../src/judge/checks/admitted-within-rate.ts';
import { victimP99Ratio } from '../../../../src/judge/checks/victim-p99-ratio.ts';
import { judgeRun } from '../../../../src/judge/judge-run.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import type { Verdict } from '../../../../src/model/report.ts';
import type { Scenario } from '../../../../src/model/scenario.ts';
import { floodPlan } from '../example-arm.ts';
import { crowdPlan, crowdRecord, slowerFor, type CrowdAnswering } from '../example-crowd.ts';

const [weakness] = scenario.weaknesses;
const weakenedPlan: ArmPlan = { ...crowdPlan, arm: 'weakened', weakness };

const open: CrowdAnswering = () => ({ latencyMs: 30 });
const broken = crowdRecord({ victim: slowerFor(3, 0, 1, 2, 3), aggressor: open });

function eachVictim(protectedRecord: ArmRecord, weakenedRecord: ArmRecord): Record<ArmPlan['arm'], Verdict> {
  const { verdicts } = judgeRun({
    scenarios: [scenario],
    plan: {
      schemaVersion: 1,
      profile: 'quick',
      seed: 1,
      arms: [crowdPlan, weakenedPlan],
      objectives: [],
      limits: crowdPlan.limits,
      expectedSeconds: { min: 80, max: 160 },
    },
    recordOf: ({ arm }) => (arm === 'protected' ? protectedRecord : weakenedRecord),
  });
  const of = (arm: ArmPlan['arm']): Verdict => {
    const found = verdicts.find((verdict) => verdict.arm === arm && verdict.id.endsWith('each-victim-ratio'));
    if (!found) throw new Error(`no verdict of each victim in the ${arm} arm`);
    return found;
  };
  return { protected: of('protected'), weakened: of('weakened') };
}

describe('the check of each victim', () => {
  const idsIn = (asked: Pick<Scenario, 'checks'>, plan: ArmPlan): string[] =>
    checksIn({ ...scenario, ...asked }, plan).map(({ check }) => check.id);

  it('is asked where that of all victims together is, and proves what that proves', () => {
    const p99 = { check: victimP99Ratio(), provesControl: false };
    const admitted = { check: admittedWithinRate(), provesControl: true };
    expect(idsIn({ checks: [p99, admitted] }, crowdPlan)).toContain('each-victim-ratio');
    expect(idsIn({ checks: [p99, admitted] }, weakenedPlan)).toEqual(['admitted-within-rate']);
    expect(idsIn({ checks: [admitted] }, crowdPlan)).toEqual(['admitted-within-rate']);
    expect(idsIn({ checks: [p99] }, floodPlan)).toEqual(['victim-p99-ratio']);
  });
});

describe('a run of a crowd', () => {
  it('asks for each victim in both arms; without the control all of them suffer', () => {
    const { protected: sound, weakened } = eachVictim(crowdRecord(), broken);
    expect(sound.status).toBe('held');
    expect(weakened.status).toBe('breached');
    expect(weakened.tenants?.map(({ status }) => status)).toEqual(
      Array.from({ length: 4 }, () => 'breached'),
    );
  });

  it('believes no victim to have held where the missing control was not noticed', () => {
    const { protected: sound } = eachVictim(crowdRecord(), crowdRecord());
    expect(sound.status).toBe('inconclusive');
    expect(sound.tenants?.map(({ status }) => status)).toEqual(
      Array.from({ length: 4 }, () => 'inconclusive'),
    );
    expect(sound.tenants?.[0]?.reason).toContain('the negative control was missed');
  });

  it('keeps a breach of one where the missing control was not noticed, and believes in no pass of the others', () => {
    const { protected: sound } = eachVictim(crowdRecord({ victim: slowerFor(3, 1) }), crowdRecord());
    expect(sound.status).toBe('breached');
    expect(sound.tenants?.map(({ status }) => status)).toEqual([
      'breached',
      'inconclusive',
      'inconclusive',
      'inconclusive',
    ]);
  });

  it('says how to make the same crowd again where one suffers', () => {
    const { protected: sound } = eachVictim(crowdRecord({ victim: slowerFor(3, 1) }), broken);
    expect(sound.blame?.reproduce).toContain('--tenants 6 --aggressors 2');
  });
});
