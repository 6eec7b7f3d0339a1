import type { ArmPlan, AttackPlan, DesignPlan, Limits, Plan } from '../model/plan.ts';
import type { Arm, Attack, Design, Scenario } from '../model/scenario.ts';
import type { Settings } from '../model/settings.ts';
import type { StackFacts, TenantPromise } from '../model/stack-facts.ts';
import { seededRandom } from './random.ts';
import { refuseHopeless } from './refuse-hopeless.ts';
import { layOutWindows } from './windows.ts';
import { UsageError } from '../model/errors.ts';

export interface PlanInput {
  settings: Settings;
  /** Those that were chosen, in order. */
  scenarios: readonly Scenario[];
  facts: StackFacts;
}

/** Chance of a wrong verdict in each direction, over all looks of an arm (`statistics.md`: α = .01). */
const errorPerSide = 0.01;

/** Fewest samples for which a 95 % upper bound of p99 exists: ln .05 / ln .99, rounded up. */
const minSamplesPerWindow = Math.ceil(Math.log(0.05) / Math.log(0.99));

/**
 * Works out everything that the run will do. Pure: the same input gives the same plan.
 * @throws UsageError if an experiment could not succeed as asked: too few samples, an attack that cannot bite
 */
export function makePlan({ settings, scenarios, facts }: PlanInput): Plan {
  const [victim, aggressor] = tenantPair(facts);
  const random = seededRandom(settings.seed);
  const limits: Limits = { ...settings.limits, errorPerSide, minSamplesPerWindow };
  const arms = scenarios.flatMap((scenario) =>
    armsFor(settings).map((arm): ArmPlan => {
      const design = planDesign(designOf(scenario, arm), { arm, settings, random });
      const attack = planAttack(scenario.attack, aggressor, settings.attack);
      const plan: ArmPlan = { scenario: scenario.id, arm, victim, aggressor, attack, design, limits };
      return arm === 'weakened' ? { ...plan, weakness: scenario.weakness } : plan;
    }),
  );
  for (const arm of arms) refuseHopeless(arm, facts);
  return {
    schemaVersion: 1,
    profile: settings.profile,
    seed: settings.seed,
    arms,
    expectedSeconds: { min: total(arms, shortest), max: total(arms, longest) },
  };
}

/** Without an attack there is nothing that a missing control could let through. */
const armsFor = ({ attack }: Settings): readonly Arm[] =>
  attack ? ['protected', 'weakened'] : ['protected'];

function tenantPair({ tenants }: StackFacts): [TenantPromise, TenantPromise] {
  const [victim, aggressor] = tenants;
  if (victim && aggressor) return [victim, aggressor];
  throw new UsageError(`The stack has ${tenants.length} tenants; an experiment needs two`, {
    code: 'too-few-tenants',
    hint: 'Add a second tenant to gateway.yaml in k8s-fixtures/base.',
  });
}

const designOf = (scenario: Scenario, arm: Arm): Design =>
  arm === 'weakened' ? (scenario.weakenedDesign ?? scenario.design) : scenario.design;

function planDesign(
  design: Design,
  { arm, settings, random }: { arm: Arm; settings: Settings; random: () => number },
): DesignPlan {
  if (design.kind === 'single-shot') return design;
  const windowSeconds = (arm === 'protected' ? settings.windows.seconds : undefined) ?? design.windowSeconds;
  const windows = layOutWindows({ ...design, windowSeconds }, random);
  return {
    kind: 'paired-windows',
    victimRateRps: settings.victim.rateRps,
    maxSeconds: windows.at(-1)?.toSeconds ?? 0,
    windows,
    looksPairs: design.looksPairs,
  };
}

function planAttack(attack: Attack, aggressor: TenantPromise, wanted: boolean): AttackPlan {
  if (!wanted) return { kind: 'none', instead: attack.kind };
  switch (attack.kind) {
    case 'request-flood':
      return { kind: attack.kind, rateRps: (aggressor.rateLimitRpm / 60) * attack.timesPromisedRate };
    case 'gpu-pod-storm':
      return attack;
    case 'memory-hog': {
      const limitBytes = aggressor.containerMemoryLimitBytes;
      return { kind: attack.kind, limitBytes, ceilingBytes: limitBytes * attack.ceilingTimesLimit };
    }
  }
}

const total = (arms: readonly ArmPlan[], seconds: (design: DesignPlan) => number): number =>
  Math.round(arms.reduce((sum, arm) => sum + seconds(arm.design), 0));

const longest = (design: DesignPlan): number =>
  design.kind === 'paired-windows' ? design.maxSeconds : design.settleSeconds;

/** A single shot settles in a few seconds where all is well. */
const shortest = (design: DesignPlan): number => {
  if (design.kind === 'single-shot') return Math.min(5, design.settleSeconds);
  const lastOfFirstLook = design.windows[2 * Math.min(...design.looksPairs) - 1];
  return lastOfFirstLook?.toSeconds ?? 0;
};
